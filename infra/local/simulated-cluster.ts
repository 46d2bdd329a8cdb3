import * as pulumi from "@pulumi/pulumi";
import type { SimulatedPool, StorageClass } from "./inputs";
import { DEFAULT_POOLS } from "./nodes";
import { DEFAULT_STORAGE } from "./storage";

/** Arguments of {@link SimulatedCluster}. */
export interface SimulatedClusterArgs {
  /** The cluster's name, and that of the kubeconfig's context: lower-case letters, digits, dashes. */
  readonly name: pulumi.Input<string>;
  /** Absolute path of the folder for the kubeconfig, the cluster's data and its logs. One folder, one cluster. */
  readonly directory: pulumi.Input<string>;
  /** Minor version of Kubernetes, such as `1.35`; it must be the one that the toolchain pins. */
  readonly kubernetesVersion: pulumi.Input<string>;
  /** Groups of like nodes; they change in place. Default: {@link DEFAULT_POOLS}. */
  readonly nodes?: pulumi.Input<SimulatedPool[]>;
  /** Storage classes. Default: {@link DEFAULT_STORAGE}, gp3 and efs. */
  readonly storage?: pulumi.Input<StorageClass[]>;
  /** Port of the API server on 127.0.0.1. Default: a free one. */
  readonly port?: pulumi.Input<number> | undefined;
}

/**
 * A real Kubernetes control plane on this machine, whose nodes and pods are simulated: every object is accepted or
 * refused as on EKS, no container runs. Takes about four seconds and 1.5 GB of memory.
 *
 * Served by the plugin beside this file; the project's Pulumi.yaml names it.
 */
export class SimulatedCluster extends pulumi.CustomResource {
  /** A complete kubeconfig with one context; secret. The same stands in the file `kubeconfig` of the folder. */
  declare readonly kubeconfig: pulumi.Output<string>;
  /** URL of the API server, on 127.0.0.1. */
  declare readonly endpoint: pulumi.Output<string>;
  /** UID of the namespace kube-system: another cluster has another one. */
  declare readonly identifier: pulumi.Output<string>;
  /** Names of all simulated nodes, sorted. */
  declare readonly nodeNames: pulumi.Output<string[]>;
  /** `stopped` after a refresh that found the processes ended; the next `up` starts them. */
  declare readonly status: pulumi.Output<"running" | "stopped">;

  constructor(name: string, args: SimulatedClusterArgs, options?: pulumi.CustomResourceOptions) {
    super(
      "kubeflow-local:index:SimulatedCluster",
      name,
      {
        name: args.name,
        directory: args.directory,
        kubernetesVersion: args.kubernetesVersion,
        nodes: args.nodes ?? [...DEFAULT_POOLS],
        storage: args.storage ?? [...DEFAULT_STORAGE],
        port: args.port,
        kubeconfig: undefined,
        endpoint: undefined,
        identifier: undefined,
        nodeNames: undefined,
        status: undefined,
      },
      pulumi.mergeOptions({ additionalSecretOutputs: ["kubeconfig"] }, options),
    );
  }
}
