import { isNotFound, type KubeClient } from "../../../kube";
import { arrayOf, at, isObject, textOf, type Json } from "../../../plugin";

/** A kind that the API server has. */
export interface ServedKind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespaced: boolean;
  /** Its status is written on its own. */
  readonly hasStatus: boolean;
}

/** `trainer.kubeflow.org/TrainJob`: a kind, whatever its version; `/ConfigMap` for Kubernetes' own. */
export function kindKey(apiVersion: string, kind: string): string {
  return `${apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : ""}/${kind}`;
}

/** What the API server has. */
export interface ServedKinds {
  /** Kinds by {@link kindKey}, each in the version that the server prefers: what somebody gets who asks without one. */
  readonly preferred: ReadonlyMap<string, ServedKind>;
  /** Whether it still has a kind in a version. */
  readonly serves: (kind: ServedKind) => boolean;
}

/** All kinds of an API server that can be listed and created. */
export async function servedKinds(client: Pick<KubeClient, "raw">): Promise<ServedKinds> {
  const groups = arrayOf((await client.raw("GET", "/apis")).groups);
  const versions = [
    "v1",
    ...groups.flatMap((group) => {
      const preferred = textOf(at(group, "preferredVersion", "groupVersion"));
      const others = arrayOf(at(group, "versions")).map((version) => textOf(at(version, "groupVersion")));
      return [preferred, ...others.filter((version) => version !== preferred)];
    }),
  ];
  const lists = await Promise.all(
    versions.map(async (version) => {
      const path = version.includes("/") ? `/apis/${version}` : `/api/${version}`;
      try {
        return kindsOf(version, arrayOf((await client.raw("GET", path)).resources));
      } catch (error) {
        // Its first definition is on its way: the server has the name of the group already.
        if (isNotFound(error)) {
          return [];
        }
        throw error;
      }
    }),
  );
  const found = new Map<string, ServedKind>();
  for (const kind of lists.flat()) {
    const key = kindKey(kind.apiVersion, kind.kind);
    if (!found.has(key)) {
      found.set(key, kind);
    }
  }
  const types = new Set(lists.flat().map(typeOf));
  return { preferred: found, serves: (kind) => types.has(typeOf(kind)) };
}

function kindsOf(apiVersion: string, resources: readonly Json[]): ServedKind[] {
  const names = new Set(resources.map((resource) => textOf(at(resource, "name"))));
  return resources.filter(isObject).flatMap((resource) => {
    const verbs = new Set(arrayOf(resource.verbs));
    const name = textOf(resource.name);
    return !name.includes("/") && verbs.has("list") && verbs.has("create")
      ? [
          {
            apiVersion,
            kind: textOf(resource.kind),
            namespaced: resource.namespaced === true,
            hasStatus: names.has(`${name}/status`),
          },
        ]
      : [];
  });
}

function typeOf({ apiVersion, kind }: ServedKind): string {
  return `${apiVersion}/${kind}`;
}
