import type { KubeObject } from "../../../kube";
import { at, textOf } from "../../../plugin/json";
import { isCounted, nameOf } from "../../progress/model";
import { keyFrom, keyOf } from "./objects";

/** A component or an add-on, as the platform's catalogue has it. */
export interface PartInfo {
  /** As configuration names it. */
  readonly name: string;
  /** As people call it. */
  readonly title: string;
  /** The chart that an add-on is installed from; its Helm release has the chart's name. */
  readonly chart?: { readonly name: string; readonly version: string; readonly namespace: string };
}

/** A resource of a stack's state, as far as it says what belongs to what. */
export interface PlacedResource {
  readonly urn: string;
  readonly type: string;
  readonly parent?: string | undefined;
}

const partType = /^kubeflow:platform:(Component|Addon)$/;
const kubernetesType = /^kubernetes:(?!helm\.sh\/).*:(\w+)$/;

/** Which objects of a cluster belong to which part of the platform, as the state and Helm's own marks say. */
export class Placement {
  private readonly parts = new Map<string, string>();
  private readonly objects = new Map<string, Set<string>>();
  private readonly counts = new Map<string, number>();

  /**
   * @param infos     the catalogue
   * @param resources what the platform's state holds; resources of a part are named `<namespace>/<name>`
   */
  constructor(
    private readonly infos: readonly PartInfo[],
    resources: readonly PlacedResource[],
  ) {
    for (const { urn, type, parent } of resources) {
      if (partType.test(type)) {
        this.objects.set(nameOf(urn), this.objects.get(nameOf(urn)) ?? new Set());
      }
      if (parent === undefined || !partType.test(lastType(parent)) || !isCounted(type)) {
        continue;
      }
      const part = nameOf(parent);
      this.counts.set(part, this.countOf(part) + 1);
      const [, kind] = kubernetesType.exec(type) ?? [];
      if (kind !== undefined) {
        const [namespace = "", name] = nameOf(urn).split("/");
        const key = name === undefined ? keyFrom(kind, "", namespace) : keyFrom(kind, namespace, name);
        this.parts.set(key, part);
        this.objects.set(part, (this.objects.get(part) ?? new Set()).add(key));
      }
    }
  }

  /** The parts that are installed, in the catalogue's order; what the catalogue doesn't know comes last. */
  installed(): readonly PartInfo[] {
    const known = this.infos.filter(({ name }) => this.objects.has(name));
    const others = [...this.objects.keys()].filter((name) => !this.infos.some((info) => info.name === name));
    return [...known, ...others.map((name) => ({ name, title: name }))];
  }

  /** Keys of the Kubernetes objects that the state holds of a part, one by one. */
  objectsOf(part: string): readonly string[] {
    return [...(this.objects.get(part) ?? [])];
  }

  /** How many resources the state holds of a part: bundles of definitions, gates and releases too. */
  countOf(part: string): number {
    return this.counts.get(part) ?? 0;
  }

  /** The part that an object of the cluster belongs to; undefined for those of tenants and of the cluster itself. */
  partOf(object: KubeObject): string | undefined {
    const known = this.parts.get(keyOf(object));
    if (known !== undefined) {
      return known;
    }
    const note = (name: string): string =>
      textOf(at(object.metadata, "annotations", `meta.helm.sh/release-${name}`));
    const release = note("name");
    return this.infos.find(({ chart }) => chart?.name === release && chart.namespace === note("namespace"))
      ?.name;
  }

  /** What people call a part. */
  titleOf(part: string): string {
    return this.infos.find(({ name }) => name === part)?.title ?? part;
  }
}

function lastType(urn: string): string {
  return urn.split("::")[2]?.split("$").at(-1) ?? "";
}
