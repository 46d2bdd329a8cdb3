import * as pulumi from "@pulumi/pulumi";

/** Arguments of {@link KindCluster}. */
export interface KindClusterArgs {
  /** The cluster's name, as kind knows it. */
  readonly name: pulumi.Input<string>;
  /** Absolute path of the folder for the kubeconfig. */
  readonly directory: pulumi.Input<string>;
  /** Minor version of Kubernetes, such as `1.35`. */
  readonly kubernetesVersion: pulumi.Input<string>;
}

/**
 * A cluster in containers, made by the kind command and the Docker of this machine. Containers run in it: it needs
 * the memory, the images and the time that Kubeflow needs.
 */
export class KindCluster extends pulumi.CustomResource {
  /** A complete kubeconfig with one context; secret. */
  declare readonly kubeconfig: pulumi.Output<string>;
  /** URL of the API server. */
  declare readonly endpoint: pulumi.Output<string>;
  /** UID of the namespace kube-system. */
  declare readonly identifier: pulumi.Output<string>;
  /** Names of the nodes, sorted. */
  declare readonly nodeNames: pulumi.Output<string[]>;

  constructor(name: string, args: KindClusterArgs, options?: pulumi.CustomResourceOptions) {
    super(
      "kubeflow-local:index:KindCluster",
      name,
      {
        name: args.name,
        directory: args.directory,
        kubernetesVersion: args.kubernetesVersion,
        kubeconfig: undefined,
        endpoint: undefined,
        identifier: undefined,
        nodeNames: undefined,
      },
      pulumi.mergeOptions({ additionalSecretOutputs: ["kubeconfig"] }, options),
    );
  }
}
