import { setMaxListeners } from "node:events";
import { messageOf } from "../../config/errors";
import { explain, type KubeClient, type KubeObject, readiness, refOf, UnknownKindError } from "../../kube";
import { at, textOf } from "../../plugin/json";
import { type ClusterObjects, keyOf, type ObservedKind, observedKinds } from "./model/objects";
import type { SeenCluster } from "./model/report";

/** Of so many that aren't ready it is asked why; a cluster in which nothing runs has the same reason everywhere. */
const mostExplained = 20;

/** Asks a cluster for all that the report shows. What it doesn't show is noted, not an error. */
export async function observe(client: KubeClient, signal: AbortSignal): Promise<SeenCluster> {
  // Each request listens, and there are more of them than Node takes for a leak.
  setMaxListeners(0, signal);
  const unreadable: string[] = [];
  const [version, ...lists] = await Promise.all([
    client.raw("GET", "/version", { signal }),
    ...observedKinds.map(async ({ apiVersion, kind }) => {
      try {
        return { kind, objects: await client.list(apiVersion, kind, { signal }) };
      } catch (error) {
        if (!(error instanceof UnknownKindError)) {
          signal.throwIfAborted();
          unreadable.push(`${kind}: ${messageOf(error)}`);
        }
        return { kind, objects: undefined };
      }
    }),
  ]);
  const objects: Partial<Record<ObservedKind, readonly KubeObject[]>> = {};
  for (const list of lists) {
    if (list.objects !== undefined) {
      objects[list.kind] = list.objects;
    }
  }
  return {
    version: textOf(at(version, "gitVersion"), "unknown"),
    objects,
    reasons: await reasonsOf(client, objects, signal),
    unreadable: unreadable.sort(),
  };
}

async function reasonsOf(
  client: KubeClient,
  objects: ClusterObjects,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const waiting = (["Deployment", "StatefulSet", "DaemonSet", "Job"] as const)
    .flatMap((kind) => objects[kind] ?? [])
    .filter((object) => !readiness(object).ready)
    .slice(0, mostExplained);
  const explained = waiting.map(async (object): Promise<[string, readonly string[]]> => {
    // The first line says what the object says of itself, which the report has already.
    const [, ...lines] = await explain(client, refOf(object), signal);
    return [keyOf(object), lines.map((line) => line.trim())];
  });
  return new Map(await Promise.all(explained));
}
