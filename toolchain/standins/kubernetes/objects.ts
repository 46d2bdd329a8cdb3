import { messageOf, UserError } from "../../../config/errors";
import {
  isKubeObject,
  label,
  refOf,
  UnknownKindError,
  UnreachableError,
  type KubeObject,
  type ObjectRef,
} from "../../../kube";
import {
  InitError,
  type CreateRequest,
  type CreateResult,
  type DeleteRequest,
  type JsonObject,
  type ReadRequest,
  type ReadResult,
  type UpdateRequest,
} from "../../../plugin";
import { annotation, importedInputs, objectFrom, outputsOf, withSecrets } from "./inputs";
import { pruneLive } from "./live";
import { limitSeconds, NotReadyError, untilGone, untilReady, type Wait } from "./ready";
import type { Cluster } from "./settings";
import { applyOver, createOnce, dryRun, isCustom, managerOf, patiently, tryOver } from "./write";

/** Creates an object and waits until it is ready. */
export async function createObject(cluster: Cluster, request: CreateRequest): Promise<CreateResult> {
  const { inputs, preview, signal } = request;
  if (preview) {
    const tried = (object: KubeObject) =>
      cluster.client.create(object, { fieldManager: managerOf(request.urn), dryRun: true, signal });
    return { id: "", outputs: await dryRun(inputs, tried) };
  }
  const object = objectFrom(inputs);
  const live = await patiently(request, () => createOnce(cluster, object, request));
  return { id: idOf(live), outputs: await settle(cluster, live, false, request) };
}

/** Changes an object in place and waits until it is ready. */
export async function updateObject(cluster: Cluster, request: UpdateRequest): Promise<JsonObject> {
  const { news, preview, signal } = request;
  if (preview) {
    return dryRun(news, async (object) => {
      try {
        await tryOver(cluster, object, request);
      } catch (error) {
        // Its definition may be about to change in this very run, which the server can't know.
        if (!(await isCustom(cluster, object, signal))) {
          throw error;
        }
        request.log("info", `not checked before its definition is there: ${messageOf(error)}`);
      }
    });
  }
  const object = objectFrom(news);
  const live = await cluster.client.get(refOf(object), signal);
  if (live === undefined) {
    throw new UserError(`${label(refOf(object))} is gone`, "run pulumi refresh, then up again", 1);
  }
  return settle(cluster, await applyOver(cluster, object, live, request), true, request);
}

/** The outputs once the object is ready; if it doesn't get there, the state keeps it as it is. */
async function settle(cluster: Cluster, live: KubeObject, updated: boolean, wait: Wait): Promise<JsonObject> {
  try {
    return outputsOf(await untilReady(cluster, live, updated, wait));
  } catch (error) {
    const reasons = error instanceof NotReadyError ? error.reasons : [messageOf(error)];
    throw new InitError(reasons, idOf(live), outputsOf(live));
  }
}

/** What is there, seen through the inputs; for an import, all of it. Undefined if it is gone. */
export async function readObject(cluster: Cluster, request: ReadRequest): Promise<ReadResult | undefined> {
  const { id, state, signal } = request;
  const inputs = request.inputs ?? {};
  const known = isKubeObject(inputs) ? inputs : isKubeObject(state) ? state : undefined;
  const live = await present(cluster, () =>
    cluster.client.get(known === undefined ? refFromId(request) : refOf(known), signal),
  );
  if (live === undefined) {
    return undefined;
  }
  const seen = isKubeObject(inputs) ? pruneLive(live, inputs) : importedInputs(live);
  return { id, inputs: withSecrets(seen), outputs: outputsOf(live) };
}

/** Deletes an object and waits until it is gone; one that is gone already is fine. */
export async function deleteObject(cluster: Cluster, request: DeleteRequest): Promise<void> {
  const object = isKubeObject(request.state) ? request.state : objectFrom(request.inputs);
  const ref = refOf(object);
  await present(cluster, async () => {
    const answer = await cluster.client.delete(ref, propagation(object), request.signal);
    const live = answer === "going" ? await cluster.client.get(ref, request.signal) : undefined;
    if (live !== undefined && annotation(request.inputs, "pulumi.com/skipAwait") !== "true") {
      await untilGone(cluster, live, { ...request, timeoutSeconds: limitSeconds(request, request.inputs) });
    }
    return undefined;
  });
}

/** Foreground, as the official provider has it, where there can be anything in the background. */
function propagation(object: KubeObject): "Background" | "Foreground" | "Orphan" {
  switch ((annotation(object, "pulumi.com/deletionPropagationPolicy") ?? "").toLowerCase()) {
    case "orphan":
      return "Orphan";
    case "background":
      return "Background";
    case "foreground":
      return "Foreground";
    default:
      return /^(apps|batch)\//.test(object.apiVersion) ? "Foreground" : "Background";
  }
}

/** An answer about an object; undefined if its kind, or by request the whole cluster, is gone. */
async function present<T>(cluster: Cluster, action: () => Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await action();
  } catch (error) {
    const gone =
      error instanceof UnknownKindError ||
      (error instanceof UnreachableError && cluster.settings.deleteUnreachable);
    if (gone) {
      return undefined;
    }
    throw error;
  }
}

function idOf(object: KubeObject): string {
  const { name, namespace } = refOf(object);
  return namespace === undefined ? name : `${namespace}/${name}`;
}

/** `kubernetes:apps/v1:Deployment` and `namespace/name` make a reference; the core group is written `core`. */
function refFromId({ id, type }: ReadRequest): ObjectRef {
  const [, group = "", kind = ""] = type.split(":");
  const [first = "", second] = id.split("/");
  const apiVersion = group.replace(/^core\//, "");
  return second === undefined
    ? { apiVersion, kind, name: first }
    : { apiVersion, kind, name: second, namespace: first };
}
