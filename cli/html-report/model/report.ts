import type { StackStatus } from "../../report/status-text";
import { count } from "../../terminal/text";
import type { CostSection } from "./cost";
import { type FailureView, failuresOf } from "./failures";
import { type ImageView, imagesOf } from "./images";
import type { ClusterObjects, Tone } from "./objects";
import type { ObservabilityView } from "./observability";
import { type PartHealth, notReady, partsHealth } from "./parts";
import type { Placement } from "./placement";
import { type Places, placesOf } from "./pools";
import { type QueueView, queuesOf } from "./queues";
import { type TenantView, tenantsOf } from "./tenants";
import type { VersionView } from "./versions";

/** What a cluster has shown. */
export interface SeenCluster {
  /** Of the API server, such as `v1.35.0`. */
  readonly version: string;
  readonly objects: ClusterObjects;
  /** Why objects aren't ready, by `Kind/namespace/name`. */
  readonly reasons: ReadonlyMap<string, readonly string[]>;
  /** Kinds that could not be read, with the reason. */
  readonly unreadable: readonly string[];
}

/** All that a report is made of: what was asked, read and computed elsewhere. */
export interface Findings {
  readonly environment: string;
  readonly now: Date;
  /** The command that makes it. */
  readonly command: string;
  readonly stacks: readonly StackStatus[];
  readonly placement: Placement;
  /** Kubeflow's release; undefined where the platform isn't up. */
  readonly release: string | undefined;
  /** Whether pods are simulated; undefined where infra isn't up. */
  readonly simulated: boolean | undefined;
  /** Where the cluster is: `local`, or `eu-central-1` at AWS. */
  readonly place: string;
  /** A text says why the cluster doesn't answer; undefined where there is none. */
  readonly cluster: SeenCluster | string | undefined;
  readonly versions: readonly VersionView[];
  readonly cost: CostSection;
  /** Metrics and logs of a cluster on this machine; undefined where the environment has them in its cluster. */
  readonly observability: ObservabilityView | undefined;
  /** Programs that made it, with their versions. */
  readonly madeWith: readonly string[];
}

/** Everything that the page shows. */
export interface Report extends Pick<
  Findings,
  | "environment"
  | "now"
  | "command"
  | "stacks"
  | "release"
  | "simulated"
  | "place"
  | "versions"
  | "cost"
  | "observability"
  | "madeWith"
> {
  readonly tone: Tone;
  /** How everything does, in one sentence. */
  readonly health: string;
  /** Version of Kubernetes; undefined where the cluster doesn't answer. */
  readonly kubernetes: string | undefined;
  /** ISO 8601: since when the cluster is there. */
  readonly since: string | undefined;
  /** Objects that the stacks hold. */
  readonly managed: number;
  /** What is seen in the cluster; undefined where it doesn't answer. */
  readonly seen: Seen | undefined;
}

/** What is seen in a cluster. */
export interface Seen {
  readonly parts: readonly PartHealth[];
  readonly tenants: readonly TenantView[];
  /** Undefined where there is no Kueue. */
  readonly queues: readonly QueueView[] | undefined;
  readonly images: readonly ImageView[];
  readonly places: Places;
  readonly failures: readonly FailureView[];
  readonly unreadable: readonly string[];
}

/** Makes the report of what was found. */
export function reportOf(findings: Findings): Report {
  const { cluster, placement, stacks, ...rest } = findings;
  const found = typeof cluster === "object" ? cluster : undefined;
  const seen = found && seenIn(found, placement, findings.simulated === true);
  return {
    ...rest,
    stacks,
    ...healthOf(findings, seen),
    kubernetes: found?.version,
    since: found && clusterAge(found.objects),
    managed: stacks.reduce((sum, { objects }) => sum + objects, 0),
    seen,
  };
}

function seenIn(
  { objects, reasons, unreadable }: SeenCluster,
  placement: Placement,
  simulated: boolean,
): Seen {
  const tenants = tenantsOf(objects);
  const namespaces = new Set(tenants.map(({ name }) => name));
  return {
    parts: partsHealth(objects, { placement, reasons, tenants: namespaces, simulated }),
    tenants,
    queues: queuesOf(objects),
    images: imagesOf(objects, placement, namespaces),
    places: placesOf(objects),
    failures: failuresOf(objects),
    unreadable,
  };
}

function healthOf(
  { stacks, cluster, simulated }: Findings,
  seen: Seen | undefined,
): { readonly tone: Tone; readonly health: string } {
  if (stacks.every(({ up }) => !up)) {
    return { tone: "quiet", health: "Nothing of it is up." };
  }
  if (seen === undefined) {
    const why = typeof cluster === "string" ? cluster : "there is none";
    return { tone: "bad", health: `The cluster does not answer: ${why}` };
  }
  const troubles = [
    ...counted(notReady(seen.parts).length, "workload"),
    ...counted(
      seen.places.pools.reduce((sum, pool) => sum + pool.nodes - pool.readyNodes, 0),
      "node",
    ),
  ].map((what) => `${what} not ready`);
  const unplaced = seen.places.unplaced;
  const all = [...troubles, ...(unplaced > 0 ? [`${count(unplaced, "pod")} without a node`] : [])];
  const told = simulated === true ? ", as far as simulated pods can tell" : "";
  const down = stacks.filter(({ up }) => !up).map(({ room }) => room);
  if (all.length > 0) {
    return { tone: "bad", health: `${all.join(", ")}.` };
  }
  return down.length > 0
    ? { tone: "warn", health: `All that is there is ready${told}; ${down.join(" and ")} not up.` }
    : { tone: "good", health: `Everything is ready${told}.` };
}

function counted(n: number, noun: string): readonly string[] {
  return n === 0 ? [] : [count(n, noun)];
}

/** The namespace that the API server makes first. */
function clusterAge(objects: ClusterObjects): string | undefined {
  const system = objects.Namespace?.find(({ metadata }) => metadata.name === "kube-system");
  const made = system?.metadata.creationTimestamp;
  return typeof made === "string" ? made : undefined;
}
