import { messageOf, UserError } from "../../../config/errors";
import {
  explain,
  label,
  namespaceOf,
  readiness,
  refOf,
  type KubeObject,
  type ObjectRef,
  type Readiness,
} from "../../../kube";
import { arrayOf, at, objectOf, textOf, type JsonObject, type Severity } from "../../../plugin";
import { annotation } from "./inputs";
import type { Cluster } from "./settings";
import { parseWaitFor } from "./waitfor";

/** Kinds whose readiness is waited for, as `group/Kind`; the official provider has no wait for CRDs. */
const awaited: ReadonlySet<string> = new Set([
  "apps/Deployment",
  "apps/StatefulSet",
  "apps/DaemonSet",
  "batch/Job",
  "/Pod",
  "/PersistentVolume",
  "/PersistentVolumeClaim",
  "/Service",
  "apiextensions.k8s.io/CustomResourceDefinition",
]);

/** The limit where neither customTimeouts nor `pulumi.com/timeoutSeconds` says otherwise, in seconds. */
const defaultSeconds = 600;

/** A wait: how long, who may end it, where to tell about it. */
export interface Wait {
  readonly timeoutSeconds: number | undefined;
  readonly signal: AbortSignal;
  readonly log: (severity: Severity, message: string) => void;
}

/** The object isn't as it should be; each text is a line or more for the user. */
export class NotReadyError extends Error {
  override readonly name = "NotReadyError";

  /** @param reasons what the user reads, the most important first */
  constructor(readonly reasons: readonly string[]) {
    super(reasons.join("\n"));
  }
}

/** A wait's own limit in seconds: customTimeouts, else the annotation, else ten minutes. */
export function limitSeconds(wait: Pick<Wait, "timeoutSeconds">, inputs: JsonObject): number {
  const noted = Number(annotation(inputs, "pulumi.com/timeoutSeconds") ?? NaN);
  return wait.timeoutSeconds ?? (Number.isInteger(noted) ? noted : defaultSeconds);
}

/**
 * Waits until an object that was just written is ready, and hands back how it is then.
 *
 * @param updated the object was there before: a volume claim that was bound stays bound
 * @throws NotReadyError after the time limit, on cancel, or when it will not become ready
 * @throws UserError for a `pulumi.com/waitFor` that can't be read
 */
export async function untilReady(
  cluster: Cluster,
  live: KubeObject,
  updated: boolean,
  wait: Wait,
): Promise<KubeObject> {
  const waitFor = annotation(live, "pulumi.com/waitFor");
  const group = live.apiVersion.includes("/") ? live.apiVersion.replace(/\/.*/, "") : "";
  if (
    annotation(live, "pulumi.com/skipAwait") === "true" ||
    (waitFor === undefined && !awaited.has(`${group}/${live.kind}`))
  ) {
    return live;
  }
  if (waitFor !== undefined) {
    return until(cluster, live, parseWaitFor(waitFor), wait);
  }
  if (
    group === "" &&
    live.kind === "PersistentVolumeClaim" &&
    !updated &&
    (await bindsLater(cluster, live))
  ) {
    return live;
  }
  const ready = await until(cluster, live, readiness, wait);
  if (group === "" && live.kind === "Service" && selectsPods(live)) {
    await untilEndpoints(cluster, live, wait);
  }
  return ready;
}

/** A claim of a class that waits for the first pod would never be bound before there is one. */
async function bindsLater(cluster: Cluster, claim: KubeObject): Promise<boolean> {
  const name = textOf(at(claim, "spec", "storageClassName"));
  const ref = { apiVersion: "storage.k8s.io/v1", kind: "StorageClass", name };
  const storageClass = name === "" ? undefined : await cluster.client.get(ref);
  return storageClass?.volumeBindingMode === "WaitForFirstConsumer";
}

function selectsPods(service: KubeObject): boolean {
  const { type, clusterIP, selector } = objectOf(service.spec);
  return type !== "ExternalName" && clusterIP !== "None" && Object.keys(objectOf(selector)).length > 0;
}

/** The official provider also waits ten seconds for the endpoints to settle; a rehearsal need not. */
async function untilEndpoints(cluster: Cluster, service: KubeObject, wait: Wait): Promise<void> {
  const { name } = service.metadata;
  const ref = { apiVersion: "v1", kind: "Endpoints", name, namespace: namespaceOf(service) };
  const pending = (endpoints: KubeObject) =>
    arrayOf(endpoints.subsets).some((subset) => arrayOf(at(subset, "notReadyAddresses")).length > 0);
  await limited(
    cluster,
    service,
    wait,
    () => "selected pods are not ready",
    (signal) =>
      cluster.waiter.until(ref, (endpoints) => endpoints !== undefined && !pending(endpoints), { signal }),
  );
}

async function until(
  cluster: Cluster,
  live: KubeObject,
  check: (object: KubeObject) => Readiness,
  wait: Wait,
): Promise<KubeObject> {
  let state = check(live);
  if (state.ready) {
    return live;
  }
  const holds = (object: KubeObject | undefined) => {
    const before = state.message;
    state = object === undefined ? { ready: false, message: "was deleted", failed: true } : check(object);
    if (state.failed === true) {
      throw new NotReadyError([`${label(refOf(live))} ${state.message}`]);
    }
    if (state.message !== before) {
      wait.log("status", state.ready ? "" : state.message);
    }
    return state.ready;
  };
  wait.log("status", state.message);
  const ready = await limited(
    cluster,
    live,
    wait,
    () => state.message,
    (signal) => cluster.waiter.until(refOf(live), holds, { signal, since: live }),
  );
  return ready ?? live;
}

async function limited<T>(
  cluster: Cluster,
  live: KubeObject,
  wait: Wait,
  message: () => string,
  action: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const seconds = limitSeconds(wait, live);
  const timeout = AbortSignal.timeout(seconds * 1000);
  const name = label(refOf(live));
  try {
    return await action(AbortSignal.any([wait.signal, timeout]));
  } catch (error) {
    if (wait.signal.aborted) {
      throw new NotReadyError([`cancelled while waiting for ${name}: ${message()}`]);
    }
    const because = timeout.aborted
      ? [`${name} is not ready after ${seconds} s: ${message()}`]
      : [messageOf(error)];
    if (timeout.aborted || error instanceof NotReadyError) {
      throw new NotReadyError([...because, ...(await why(cluster, refOf(live)))]);
    }
    throw error;
  }
}

/** Conditions and events of the object and its pods; never fails, as something else has failed already. */
async function why(cluster: Cluster, ref: ObjectRef): Promise<string[]> {
  try {
    return (await explain(cluster.client, ref, AbortSignal.timeout(10_000)))
      .slice(1)
      .map((line) => line.trim());
  } catch (error) {
    return [error instanceof UserError ? error.message : `its events can't be read: ${messageOf(error)}`];
  }
}

/**
 * Waits until a deleted object is gone.
 *
 * @throws NotReadyError after the time limit or on cancel, naming the finalizers that keep it
 */
export async function untilGone(cluster: Cluster, live: KubeObject, wait: Wait): Promise<void> {
  let last = live;
  const gone = (object: KubeObject | undefined) => {
    last = object ?? last;
    return object === undefined || object.metadata.uid !== live.metadata.uid;
  };
  const message = () => {
    const finalizers = [...arrayOf(last.metadata.finalizers), ...arrayOf(at(last, "spec", "finalizers"))];
    return `is still being deleted${finalizers.length === 0 ? "" : `; finalizers: ${finalizers.map((item) => textOf(item)).join(", ")}`}`;
  };
  await limited(cluster, live, wait, message, (signal) =>
    cluster.waiter.until(refOf(live), gone, { signal }),
  );
}
