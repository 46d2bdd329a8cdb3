import type { Span } from "../../manifests";
import type { ComponentName } from "../components/names";
import type { SizeName } from "./sizes";

/** One workload of a release, of all of them or some: what its pods may do, and why. */
export interface WorkloadRow extends Span {
  /** The component whose rendering has it. */
  readonly component: ComponentName;
  readonly kind: "Deployment" | "StatefulSet" | "DaemonSet";
  /** Where it is applied; the release may leave that to whoever installs it. */
  readonly namespace: string;
  readonly name: string;
  /** Why some environments haven't got it. Default: all have, before the component's own transforms. */
  readonly absent?: string;
  readonly scale: Scale;
  /** Which class its pods get. `system`: upstream's own, which is kept. */
  readonly priority: "critical" | "platform" | "system";
  /** What is changed in each container; `untouched`: why nothing is. */
  readonly containers: Readonly<Record<string, ContainerRow>> | Untouched;
}

/** How many pods a workload may have. */
export type Scale =
  /** Any number: it keeps no state, or its pods elect a leader. */
  | { readonly kind: "several"; readonly because: string }
  /** A HorizontalPodAutoscaler of the release decides; it gets the lower bound. */
  | { readonly kind: "autoscaled" }
  /** One: a second would do harm, or nobody would notice it. */
  | { readonly kind: "single"; readonly because: string }
  /** One on each node. */
  | { readonly kind: "every node" };

/** Pods that are left as upstream has them. */
export interface Untouched {
  readonly untouched: string;
}

/** One container. */
export interface ContainerRow {
  /** Requests and limits, by name. */
  readonly size: SizeName;
  /** User and group that it runs as. */
  readonly user: User;
  /** What it writes outside of its volumes. */
  readonly writes: Writes;
  /** Variables that its user or its read-only root file system asks for, such as a home that it may write to. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Whether it talks to the API server of Kubernetes: only then it sees a token. */
  readonly token: boolean;
  /** In place of upstream's, which asks the same as readiness does, or where there is none. */
  readonly liveness?: Probe;
  /** Where upstream has none. */
  readonly readiness?: Probe;
  /** Where the behaviour was read: upstream's Dockerfile, program or manifest. */
  readonly source: string;
}

/** Who a container's process is. */
export type User =
  /** A user above 10000 who owns nothing, on the node or in the image: the program reads what everybody may. */
  | { readonly kind: "nobody" }
  /** Upstream's user, for a reason. Undefined: the one that the image names. */
  | { readonly kind: "own"; readonly id?: number; readonly because: string };

/** What a container writes. */
export type Writes =
  /** These folders only, each an emptyDir; the root file system is read-only. */
  | { readonly kind: "folders"; readonly folders: readonly string[] }
  /** Its root file system, for a reason. */
  | { readonly kind: "root"; readonly because: string };

/** A probe with its port. */
export type Probe = { readonly periodSeconds?: number; readonly failureThreshold?: number } & (
  | { readonly http: string; readonly port: number | string }
  | { readonly tcp: number | string }
  | { readonly grpc: number }
);

/** Runs as a user who owns nothing. */
export const nobody: User = { kind: "nobody" };

/** Writes to no folder at all. */
export const nothing: Writes = { kind: "folders", folders: [] };

/** Writes temporary files only. */
export const temporary: Writes = { kind: "folders", folders: ["/tmp"] };

/** Any number of pods. */
export const several = (because: string): Scale => ({ kind: "several", because });

/** One pod. */
export const single = (because: string): Scale => ({ kind: "single", because });

/** Upstream's user. */
export const own = (id: number | undefined, because: string): User => ({
  kind: "own",
  ...(id === undefined ? {} : { id }),
  because,
});
