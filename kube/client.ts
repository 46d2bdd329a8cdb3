import { arrayOf, at, isObject, textOf, type JsonObject } from "../plugin/json";
import { Discovery, groupPath, type ResourceInfo } from "./discovery";
import { isNotFound, KubeError } from "./errors";
import { readKubeconfig, type Connection, type KubeconfigOptions } from "./kubeconfig";
import { isKubeObject, refOf, type KubeObject, type ObjectRef } from "./object";
import { Transport, type Method, type RequestOptions } from "./transport";
import { watchCollection, type WatchEvent, type WatchOptions } from "./watch";

/** How a client behaves. */
export interface ClientOptions extends KubeconfigOptions {
  /** Most requests at a time (default 16); more wait. Watches don't count. */
  readonly concurrency?: number;
}

/** Which objects of a kind. */
export interface ListOptions {
  /** Only of this namespace (default: of all). */
  readonly namespace?: string | undefined;
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** How an object is written. */
export interface WriteOptions {
  /** Who owns the fields that are written. */
  readonly fieldManager?: string | undefined;
  /** Only say what would be written (default false). */
  readonly dryRun?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A client of one Kubernetes API server. */
export class KubeClient {
  readonly #transport: Transport;
  readonly #discovery: Discovery;
  /** The server's address. */
  readonly server: string;

  /** @param concurrency most requests at a time (default 16) */
  constructor(connection: Connection, concurrency = 16) {
    this.server = connection.server;
    this.#transport = new Transport(connection, concurrency);
    this.#discovery = new Discovery(this.#transport);
  }

  /**
   * A client for the cluster of a kubeconfig (its text, not its path).
   *
   * @throws UserError if the text is no kubeconfig. The server is asked nothing yet.
   */
  static fromKubeconfig(content: string, options: ClientOptions = {}): KubeClient {
    return new KubeClient(readKubeconfig(content, options), options.concurrency);
  }

  /** How the server serves a kind. @throws UnknownKindError if it doesn't */
  async resourceFor(apiVersion: string, kind: string): Promise<ResourceInfo> {
    return this.#discovery.resourceFor(apiVersion, kind);
  }

  /** The object, or undefined if it isn't there. @throws UnknownKindError */
  async get(ref: ObjectRef, signal?: AbortSignal): Promise<KubeObject | undefined> {
    try {
      return object(await this.raw("GET", await this.pathOf(ref), { signal }));
    } catch (error) {
      if (isNotFound(error)) {
        return undefined;
      }
      throw error;
    }
  }

  /** All objects of a kind that the options leave. @throws UnknownKindError */
  async list(apiVersion: string, kind: string, options: ListOptions = {}): Promise<KubeObject[]> {
    const objects: KubeObject[] = [];
    for await (const page of this.pages(apiVersion, kind, options)) {
      objects.push(...page);
    }
    return objects;
  }

  /** The same, 500 at a time, for whoever doesn't want all. @throws UnknownKindError */
  async *pages(
    apiVersion: string,
    kind: string,
    options: ListOptions = {},
  ): AsyncGenerator<readonly KubeObject[], void, undefined> {
    const { namespace, signal, ...selectors } = options;
    const path = await this.collectionPath(apiVersion, kind, namespace);
    for (let next: string | undefined = ""; next !== undefined;) {
      const query = { ...selectors, limit: 500, continue: next === "" ? undefined : next };
      const page = await this.raw("GET", path, { query, signal });
      // The items of a list don't say what they are.
      yield arrayOf(page.items).flatMap((item) => typed(item, apiVersion, kind));
      const token = textOf(at(page, "metadata", "continue"));
      next = token === "" ? undefined : token;
    }
  }

  /** Creates an object. @throws KubeError with reason AlreadyExists if it is there */
  async create(body: KubeObject, { fieldManager, dryRun, signal }: WriteOptions = {}): Promise<KubeObject> {
    const { apiVersion, kind, namespace } = refOf(body);
    const path = await this.collectionPath(apiVersion, kind, namespace, true);
    const query = { fieldManager, dryRun: dryRun === true ? "All" : undefined };
    return object(await this.raw("POST", path, { body, query, signal }));
  }

  /**
   * Server-side apply: makes the object what `body` says, and leaves what others own.
   *
   * @param options `force` takes fields over that others own (default false)
   * @throws KubeError with reason Conflict if others own a field that differs, and force is off
   */
  async apply(
    body: KubeObject,
    options: WriteOptions & { readonly fieldManager: string; readonly force?: boolean },
  ): Promise<KubeObject> {
    const { fieldManager, force, dryRun, signal } = options;
    const query = { fieldManager, force: force === true, dryRun: dryRun === true ? "All" : undefined };
    const contentType = "application/apply-patch+yaml";
    return object(
      await this.raw("PATCH", await this.pathOf(refOf(body)), { body, contentType, query, signal }),
    );
  }

  /**
   * Deletes an object; it may stay for a while until its finalizers are done.
   *
   * @param propagation what becomes of what it owns (default: they go later, in the background)
   * @returns whether it wasn't there, is gone, or is going: something still has to let go of it
   */
  async delete(
    ref: ObjectRef,
    propagation: "Background" | "Foreground" | "Orphan" = "Background",
    signal?: AbortSignal,
  ): Promise<"absent" | "gone" | "going"> {
    try {
      const body = { apiVersion: "v1", kind: "DeleteOptions", propagationPolicy: propagation };
      const answer = await this.raw("DELETE", await this.pathOf(ref), { body, signal });
      // A Status instead of the object says that it is gone already.
      return answer.kind === "Status" ? "gone" : "going";
    } catch (error) {
      if (isNotFound(error)) {
        return "absent";
      }
      throw error;
    }
  }

  /**
   * What happens to the objects of a kind: first each one as ADDED, then SYNCED, then every change. Lost connections
   * are taken up again where they broke; ends when the signal is aborted, by throwing its reason.
   *
   * @throws KubeError if the server refuses, UnknownKindError
   */
  async *watch(
    apiVersion: string,
    kind: string,
    options: WatchOptions,
  ): AsyncGenerator<WatchEvent, never, undefined> {
    const path = await this.collectionPath(apiVersion, kind, options.namespace);
    return yield* watchCollection(this.#transport, path, { apiVersion, kind }, options);
  }

  /** Any request. @throws KubeError, UserError */
  async raw(method: Method, path: string, options: RequestOptions = {}): Promise<JsonObject> {
    return this.#transport.request(method, path, options);
  }

  /** The URL path of an object. @throws UnknownKindError */
  async pathOf({ apiVersion, kind, name, namespace }: ObjectRef): Promise<string> {
    return `${await this.collectionPath(apiVersion, kind, namespace, true)}/${encodeURIComponent(name)}`;
  }

  /**
   * The URL path of a kind's objects.
   *
   * @param single for one object: a namespaced one without a namespace is in `default` (default false:
   *               without a namespace, those of all namespaces)
   * @throws UnknownKindError
   */
  async collectionPath(
    apiVersion: string,
    kind: string,
    namespace?: string,
    single = false,
  ): Promise<string> {
    const { plural, namespaced } = await this.resourceFor(apiVersion, kind);
    const scope = namespaced ? (namespace ?? (single ? "default" : undefined)) : undefined;
    return `${groupPath(apiVersion)}${scope === undefined ? "" : `/namespaces/${scope}`}/${plural}`;
  }

  /** Closes all connections; what is under way fails. */
  async close(): Promise<void> {
    await this.#transport.close();
  }
}

function object(answer: JsonObject): KubeObject {
  if (!isKubeObject(answer)) {
    throw new KubeError(502, "BadAnswer", `the API server answered with something that is no object`);
  }
  return answer;
}

function typed(item: unknown, apiVersion: string, kind: string): KubeObject[] {
  const full = isObject(item) ? { ...item, apiVersion, kind } : undefined;
  return isKubeObject(full) ? [full] : [];
}
