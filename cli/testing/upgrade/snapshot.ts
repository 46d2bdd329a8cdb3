import type { KubeClient, KubeObject } from "../../../kube";
import { at, objectOf, textOf } from "../../../plugin";
import { kindKey, type ServedKind } from "./kinds";

/** Objects by {@link objectKey}, without what every write changes. */
export type Snapshot = ReadonlyMap<string, KubeObject>;

/** Kinds that come and go without anybody's doing: an upgrade is not held against them. */
const passing: ReadonlySet<string> = new Set([
  "/Event",
  "events.k8s.io/Event",
  "/Endpoints",
  "discovery.k8s.io/EndpointSlice",
  "coordination.k8s.io/Lease",
]);

/** Kinds whose status the control plane writes anew every few seconds, of what it measures: it is no part of what is kept. */
const measured: ReadonlySet<string> = new Set(["autoscaling/HorizontalPodAutoscaler"]);

/** Objects of the whole cluster that belong to a tenant: how they name it. */
function isOf({ kind, apiVersion, metadata, ...object }: KubeObject, tenants: readonly string[]): boolean {
  switch (kindKey(apiVersion, kind)) {
    case "kubeflow.org/Profile":
      return true;
    case "/PersistentVolume":
      return tenants.includes(textOf(at(objectOf(object.spec), "claimRef", "namespace")));
    default:
      return tenants.some((tenant) => metadata.name === tenant || metadata.name.startsWith(`${tenant}-`));
  }
}

/** `trainer.kubeflow.org/TrainJob research/runs`: an object, whatever the version that it is read in. */
export function objectKey({ apiVersion, kind, metadata }: KubeObject): string {
  const namespace = textOf(metadata.namespace);
  return `${kindKey(apiVersion, kind)} ${namespace === "" ? "" : `${namespace}/`}${metadata.name}`;
}

/**
 * All that tenants have: every object of every kind in their namespaces, and what is theirs of the whole cluster.
 *
 * @param kinds the kinds, each in the version that it is read in
 */
export async function takeSnapshot(
  client: Pick<KubeClient, "list">,
  kinds: Iterable<ServedKind>,
  tenants: readonly string[],
): Promise<Snapshot> {
  const lists = await Promise.all(
    [...kinds]
      .filter(({ apiVersion, kind }) => !passing.has(kindKey(apiVersion, kind)))
      .map(async ({ apiVersion, kind, namespaced }) => {
        if (!namespaced) {
          return (await client.list(apiVersion, kind)).filter((object) => isOf(object, tenants));
        }
        // One namespace after the other: the platform's own objects may be stored in a version that nobody converts here.
        const each = tenants.map((namespace) => client.list(apiVersion, kind, { namespace }));
        return (await Promise.all(each)).flat();
      }),
  );
  const objects = lists.flat().map((object) => [objectKey(object), asIs(object)] as const);
  return new Map(objects.sort(([a], [b]) => a.localeCompare(b)));
}

/** An object without what tells about writing it: the version of its bytes, who wrote which field, how often. */
function asIs(object: KubeObject): KubeObject {
  const { resourceVersion, managedFields, generation, ...metadata } = object.metadata;
  const { status, ...others } = object;
  const isKept = status !== undefined && !measured.has(kindKey(object.apiVersion, object.kind));
  return {
    ...others,
    apiVersion: object.apiVersion,
    kind: object.kind,
    metadata: { ...metadata, name: object.metadata.name },
    ...(isKept && { status }),
  };
}
