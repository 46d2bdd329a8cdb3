import { arrayOf, at, numberOf, parseJson, textOf, type Json } from "../plugin/json";
import { kubeError, KubeError } from "./errors";
import { isKubeObject, type KubeObject } from "./object";
import { pause, type Transport } from "./transport";

/** What happened to an object; SYNCED says that all that was there at the start has been told. */
export type WatchEvent =
  | { readonly type: "ADDED" | "MODIFIED" | "DELETED"; readonly object: KubeObject }
  | { readonly type: "SYNCED" };

/** What is watched. */
export interface WatchOptions {
  /** Only this namespace (default: all). */
  readonly namespace?: string | undefined;
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
  /** Ends the watch. */
  readonly signal: AbortSignal;
}

/** The server closes a watch after this many seconds, and it is taken up again. */
const watchSeconds = 280;
const reconnectMs = 500;

/** List, then watch from there; see KubeClient.watch. A change that was missed shows as ADDED or DELETED. */
export async function* watchCollection(
  transport: Transport,
  path: string,
  type: { readonly apiVersion: string; readonly kind: string },
  { labelSelector, fieldSelector, signal }: WatchOptions,
): AsyncGenerator<WatchEvent, never, undefined> {
  const selectors = { labelSelector, fieldSelector };
  const known = new Map<string, KubeObject>();
  const full = (item: Json | undefined): KubeObject | undefined => {
    const document = { ...(typeof item === "object" && !Array.isArray(item) ? item : {}), ...type };
    return isKubeObject(document) ? document : undefined;
  };
  for (let resourceVersion = ""; ;) {
    signal.throwIfAborted();
    try {
      if (resourceVersion === "") {
        const list = await transport.request("GET", path, { query: selectors, signal });
        resourceVersion = textOf(at(list, "metadata", "resourceVersion"));
        const objects = arrayOf(list.items).flatMap((item) => full(item) ?? []);
        const present = new Set(objects.map(keyOf));
        for (const [key, object] of known) {
          if (!present.has(key)) {
            known.delete(key);
            yield { type: "DELETED", object };
          }
        }
        for (const object of objects) {
          known.set(keyOf(object), object);
          yield { type: "ADDED", object };
        }
        yield { type: "SYNCED" };
      }
      const query = {
        ...selectors,
        watch: true,
        allowWatchBookmarks: true,
        resourceVersion,
        timeoutSeconds: watchSeconds,
      };
      for await (const event of lines(await transport.stream(path, { query, signal }))) {
        const kind = textOf(at(event, "type"));
        if (kind === "ERROR") {
          throw kubeError(numberOf(at(event, "object", "code"), 500), at(event, "object") ?? null);
        }
        resourceVersion = textOf(at(event, "object", "metadata", "resourceVersion"), resourceVersion);
        const object = full(at(event, "object"));
        if (object === undefined || (kind !== "ADDED" && kind !== "MODIFIED" && kind !== "DELETED")) {
          continue; // a bookmark: only its version matters
        }
        if (kind === "DELETED") {
          known.delete(keyOf(object));
        } else {
          known.set(keyOf(object), object);
        }
        yield { type: kind, object };
      }
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof KubeError && error.status >= 400 && error.status < 500 && error.status !== 410) {
        throw error;
      }
      // Too old a version (410) can't be resumed, and after a broken connection a list is as cheap.
      resourceVersion = "";
      await pause(reconnectMs, signal);
    }
  }
}

function keyOf(object: KubeObject): string {
  return `${textOf(object.metadata.namespace)}/${object.metadata.name}`;
}

/** One JSON document a line. */
async function* lines(body: AsyncIterable<Buffer>): AsyncGenerator<Json, void, undefined> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of body) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = parts.pop() ?? "";
    for (const part of parts) {
      if (part !== "") {
        yield parseJson(part);
      }
    }
  }
}
