import { UserError } from "../../config/errors";
import type { PlatformOutputs } from "../../contract";
import type { Placement, PlacementArgs } from "./placement";
import { plain } from "./quantity";

/** What the EFA device plugin offers on nodes that have adapters. */
const adapter = "vpc.amazonaws.com/efa";

/**
 * NCCL over libfabric's EFA provider (aws-ofi-nccl's README and libfabric's fi_efa(7)), as the platform's runtime
 * torch-distributed-efa sets it. Huge pages are off: a job that says what its nodes get asks for none.
 */
const variables: Readonly<Record<string, string>> = {
  FI_EFA_FORK_SAFE: "1",
  FI_EFA_USE_DEVICE_RDMA: "1",
  FI_EFA_USE_HUGE_PAGE: "0",
  FI_PROVIDER: "efa",
  NCCL_SOCKET_IFNAME: "^lo,docker,veth",
};

/** Elastic Fabric Adapters of a job's nodes. */
export interface EfaArgs {
  /**
   * Adapters of each node: a number, or `true` for one. A p4d.24xlarge has 4, a p5.48xlarge 32 (EC2 User Guide, "Elastic
   * Fabric Adapter"); give as many as the pool's instances have where a job has whole nodes. Only on pools with adapters,
   * and with an image that brings libfabric and aws-ofi-nccl, as AWS' deep learning containers do. Default: none.
   */
  readonly efa?: boolean | number | undefined;
}

/** A placement with adapters, and what its programs have to know of them. */
export interface FabricPlacement extends Placement {
  /** Adapters of a container. */
  readonly adapters: number;
  /** Environment variables; empty without adapters. */
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * Adds adapters to a placement.
 *
 * @param owner who asks, for messages: `TrainJob "name"`
 * @throws UserError where the pool has no adapters, nobody offers them to pods, or the number is none
 */
export function withEfa(
  owner: string,
  placement: Placement,
  args: EfaArgs & Pick<PlacementArgs, "pool">,
  platform: Pick<PlatformOutputs, "nodePools" | "addons">,
): FabricPlacement {
  const adapters = args.efa === true ? 1 : args.efa === false ? 0 : (args.efa ?? 0);
  if (!Number.isSafeInteger(adapters) || adapters < 0) {
    throw new UserError(
      `${owner}: efa is ${adapters}`,
      "give a whole number of adapters a node, or true for one",
    );
  }
  if (adapters === 0) {
    return { ...placement, adapters, variables: {} };
  }
  const fitting = platform.nodePools.filter(({ efa }) => efa === true).map(({ name }) => name);
  if (args.pool === undefined || !fitting.includes(args.pool)) {
    throw new UserError(
      `${owner} asks for EFA ${args.pool === undefined ? "without naming a pool" : `on pool "${args.pool}", which has no adapters`}; pools with adapters: ${fitting.join(", ") || "none"}`,
      "name a pool that has them, or leave efa out",
    );
  }
  if (!platform.addons.includes("efaDevicePlugin")) {
    throw new UserError(
      `${owner} asks for EFA, and the platform has no device plugin that offers it to pods`,
      "switch efaDevicePlugin on in kubeflow-platform:addons, or leave efa out",
    );
  }
  const amount = { [adapter]: plain(adapters) };
  const { requests, limits } = placement.resources;
  const resources = { requests: { ...requests, ...amount }, limits: { ...limits, ...amount } };
  return { ...placement, resources, adapters, variables };
}
