import { formatReference, type ImageReference, parseReference } from "../../../images";
import type { KubeObject } from "../../../kube";
import { arrayOf, at, textOf, type Json } from "../../../plugin/json";
import { type ClusterObjects, groupBy, Owners } from "./objects";
import type { Placement } from "./placement";
import { isOver } from "./pods";

/** An image that something in the cluster names. */
export interface ImageView {
  /** Host that it is pulled from. */
  readonly registry: string;
  /** Path there. */
  readonly repository: string;
  /** Empty where only a digest is named. */
  readonly tag: string;
  /** As it is named; empty where the tag alone decides what is pulled. */
  readonly digest: string;
  /** Who uses it: titles of parts, tenants, namespaces. */
  readonly users: readonly string[];
  /** Pods with it that are not through. */
  readonly pods: number;
}

interface Use {
  readonly reference: ImageReference;
  readonly user: string;
  /** Undefined for a template. */
  readonly pod: string | undefined;
}

/** Kinds that name images also while no pod of them is there. */
const templates = ["Deployment", "StatefulSet", "DaemonSet"] as const;

/**
 * The images that pods run and that templates of pods name, each once, by name.
 *
 * @param tenants namespaces that belong to tenants
 */
export function imagesOf(
  objects: ClusterObjects,
  placement: Placement,
  tenants: ReadonlySet<string>,
): readonly ImageView[] {
  const owners = new Owners(objects);
  const userOf = (object: KubeObject): string => {
    const part = placement.partOf(owners.firstOf(object));
    const namespace = textOf(object.metadata.namespace);
    return part === undefined
      ? `${tenants.has(namespace) ? "tenant" : "namespace"} ${namespace}`
      : placement.titleOf(part);
  };
  const pods = (objects.Pod ?? [])
    .filter((pod) => !isOver(pod))
    .flatMap((pod) => usesOf(at(pod, "spec"), userOf(pod), podName(pod)));
  const others = templates
    .flatMap((kind) => objects[kind] ?? [])
    .flatMap((object) => usesOf(at(object, "spec", "template", "spec"), userOf(object), undefined));
  return [...groupBy([...pods, ...others], ({ reference }) => formatReference(reference))]
    .sort(([a], [b]) => a.localeCompare(b))
    .flatMap(([, uses]) => imageView(uses));
}

function podName({ metadata }: KubeObject): string {
  return `${textOf(metadata.namespace)}/${metadata.name}`;
}

function usesOf(spec: Json | undefined, user: string, pod: string | undefined): readonly Use[] {
  return ["initContainers", "containers"].flatMap((list) =>
    arrayOf(at(spec, list)).flatMap((container) => {
      const image = textOf(at(container, "image"));
      // Istio's gateways name `auto` in their template: the mesh puts its own image in when it makes the pod.
      const reference = image === "auto" ? undefined : parseReference(image);
      return reference === undefined ? [] : [{ reference: tagged(reference), user, pod }];
    }),
  );
}

/** Who names neither gets `latest`. */
function tagged(reference: ImageReference): ImageReference {
  const { tag, digest } = reference;
  return tag === undefined && digest === undefined ? { ...reference, tag: "latest" } : reference;
}

function imageView(uses: readonly Use[]): readonly ImageView[] {
  const [first] = uses;
  if (first === undefined) {
    return [];
  }
  const { registry, repository, tag = "", digest = "" } = first.reference;
  return [
    {
      registry,
      repository,
      tag,
      digest,
      users: [...new Set(uses.map(({ user }) => user))].sort((a, b) => a.localeCompare(b)),
      pods: new Set(uses.flatMap(({ pod }) => pod ?? [])).size,
    },
  ];
}
