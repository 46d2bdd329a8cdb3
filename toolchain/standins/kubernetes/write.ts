import { messageOf, UserError } from "../../../config/errors";
import {
  isKubeObject,
  definitionRef,
  isConflict,
  KubeError,
  label,
  pause,
  refOf,
  UnknownKindError,
  type KubeObject,
} from "../../../kube";
import {
  arrayOf,
  at,
  containsUnknown,
  textOf,
  type CreateRequest,
  type Json,
  type JsonObject,
  type ResourceRequest,
} from "../../../plugin";
import { annotation, objectFrom, withSecrets } from "./inputs";
import type { Cluster } from "./settings";

/** The same in every run of a stack, so that what one run owned the next one owns, and no other stack. */
export function managerOf(urn: string): string {
  const [stack = "", project = ""] = urn.replace(/^urn:pulumi:/, "").split("::");
  return `pulumi-kubernetes-${project}-${stack}`;
}

/** How long a create waits for a kind or a namespace that is about to come, in milliseconds. */
const patienceMs = 30_000;

/**
 * Makes an object, or takes one over that an earlier run of ours made.
 *
 * @throws UserError if the object is there and isn't ours, KubeError
 */
export async function createOnce(
  cluster: Cluster,
  object: KubeObject,
  { urn, signal }: Pick<ResourceRequest, "urn" | "signal">,
): Promise<KubeObject> {
  const fieldManager = managerOf(urn);
  if (cluster.settings.upsertExistingObjects) {
    const live = await cluster.client.get(refOf(object), signal);
    return applyOver(cluster, object, live, { urn, signal });
  }
  try {
    const made = await cluster.client.create(object, { fieldManager, signal });
    cluster.made.add(textOf(made.metadata.uid));
    return made;
  } catch (error) {
    if (!(error instanceof KubeError) || error.reason !== "AlreadyExists") {
      throw error;
    }
    // `local` skips checkpoints: what a killed run made is in no state, but says who made it.
    const live = await cluster.client.get(refOf(object), signal);
    if (live === undefined || live.metadata.deletionTimestamp !== undefined) {
      throw new ComingError(`${label(refOf(object))} is still being deleted`);
    }
    const ours = arrayOf(live.metadata.managedFields).some((entry) => at(entry, "manager") === fieldManager);
    if (!ours || cluster.made.has(textOf(live.metadata.uid))) {
      throw new UserError(
        `${messageOf(error)}${ours ? ": the program has it twice" : ", and this stack did not make it"}`,
        "import it (pulumi import), delete it, or set upsertExistingObjects on the provider",
        1,
      );
    }
    return applyOver(cluster, object, live, { urn, signal });
  }
}

/** How often a create is handed over that somebody else has written to meanwhile. */
const handOvers = 5;

/**
 * Server-side apply, after what the create wrote has been handed over from its manager to this one.
 *
 * @throws UserError if others own a field that differs, KubeError
 */
export async function applyOver(
  cluster: Cluster,
  object: KubeObject,
  live: KubeObject | undefined,
  request: Pick<ResourceRequest, "urn" | "signal">,
  attempts = handOvers,
): Promise<KubeObject> {
  const { urn, signal } = request;
  const fieldManager = managerOf(urn);
  const { client, settings } = cluster;
  const path = await client.pathOf(refOf(object));
  if (live !== undefined && object.kind === "CustomResourceDefinition") {
    const metadata = { ...object.metadata, resourceVersion: textOf(live.metadata.resourceVersion) };
    return objectFrom(
      await client.raw("PUT", path, { body: { ...object, metadata }, query: { fieldManager }, signal }),
    );
  }
  const managed = arrayOf(live?.metadata.managedFields);
  const own = managed.findIndex((entry) => isOwn(entry, fieldManager, "Update"));
  if (own >= 0 && !managed.some((entry) => isOwn(entry, fieldManager, "Apply"))) {
    // A create counts as an update by hand: left so, a field that the program drops would stay for good.
    const body = [
      { op: "replace", path: `/metadata/managedFields/${own}/operation`, value: "Apply" },
      { op: "replace", path: "/metadata/resourceVersion", value: textOf(live?.metadata.resourceVersion) },
    ];
    try {
      await client.raw("PATCH", path, { body, contentType: "application/json-patch+json", signal });
    } catch (error) {
      if (!isConflict(error) || attempts <= 1) {
        throw error;
      }
      // A controller has written it meanwhile, such as the one that aggregates ClusterRoles.
      return applyOver(cluster, object, await client.get(refOf(object), signal), request, attempts - 1);
    }
  }
  const force = settings.enablePatchForce || annotation(object, "pulumi.com/patchForce") === "true";
  try {
    return await client.apply(object, { fieldManager, force, signal });
  } catch (error) {
    if (error instanceof KubeError && error.status === 409 && !force) {
      throw new UserError(
        error.message,
        'the annotation pulumi.com/patchForce: "true" takes the fields over',
        1,
      );
    }
    throw error;
  }
}

/**
 * Asks the server whether it would take what {@link applyOver} writes. As nothing may be written, what the create wrote
 * can't be handed over first, and what the program drops would stay: where the server then refuses both together (two
 * ports of one name), it is asked for the object without what is to go.
 *
 * @throws KubeError if it would not
 */
export async function tryOver(
  { client }: Cluster,
  object: KubeObject,
  { urn, signal }: Pick<ResourceRequest, "urn" | "signal">,
): Promise<KubeObject> {
  const fieldManager = managerOf(urn);
  try {
    return await client.apply(object, { fieldManager, dryRun: true, force: true, signal });
  } catch (error) {
    const live =
      error instanceof KubeError && error.status === 422
        ? await client.get(refOf(object), signal)
        : undefined;
    const managed = arrayOf(live?.metadata.managedFields);
    const handedOver = managed.some((entry) => isOwn(entry, fieldManager, "Apply"));
    if (live === undefined || handedOver || !managed.some((entry) => isOwn(entry, fieldManager, "Update"))) {
      throw error;
    }
    const body = { ...live, ...object, metadata: live.metadata };
    const query = { fieldManager, dryRun: "All" };
    return objectFrom(await client.raw("PUT", await client.pathOf(refOf(object)), { body, query, signal }));
  }
}

/** Whether an object's kind comes from a CustomResourceDefinition that the cluster has. */
export async function isCustom(
  { client }: Cluster,
  { apiVersion, kind }: KubeObject,
  signal: AbortSignal,
): Promise<boolean> {
  const { plural } = await client.resourceFor(apiVersion, kind);
  const name = `${plural}.${apiVersion.slice(0, apiVersion.lastIndexOf("/"))}`;
  return apiVersion.includes("/") && (await client.get(definitionRef(name), signal)) !== undefined;
}

function isOwn(entry: Json, fieldManager: string, operation: string): boolean {
  const mine = at(entry, "manager") === fieldManager && at(entry, "operation") === operation;
  return mine && at(entry, "subresource") === undefined;
}

/** Asks the server whether it would take the inputs; where it can't say yet, they pass. */
export async function dryRun(
  inputs: JsonObject,
  tried: (object: KubeObject) => Promise<unknown>,
): Promise<JsonObject> {
  try {
    if (isKubeObject(inputs) && !containsUnknown(inputs)) {
      await tried(inputs);
    }
  } catch (error) {
    // The kind or the namespace may be made in this very run; what exists may be about to be replaced.
    const early =
      error instanceof UnknownKindError ||
      (error instanceof KubeError && [403, 404, 409].includes(error.status));
    if (!early) {
      throw error;
    }
  }
  return withSecrets(inputs);
}

/** What is about to come is waited for: a CRD that is being established, a namespace, the end of a deletion. */
export async function patiently(
  request: CreateRequest,
  action: () => Promise<KubeObject>,
): Promise<KubeObject> {
  const end = Date.now() + patienceMs;
  for (let wait = 100; ; wait = Math.min(wait * 2, 400)) {
    try {
      return await action();
    } catch (error) {
      const coming =
        error instanceof UnknownKindError ||
        error instanceof ComingError ||
        (error instanceof KubeError && error.status === 404);
      if (!coming || Date.now() + wait > end) {
        throw error;
      }
      request.log("status", messageOf(error));
      await pause(wait, request.signal);
    }
  }
}

class ComingError extends Error {
  override readonly name = "ComingError";
}
