import * as pulumi from "@pulumi/pulumi";

/** Arguments of the {@link KubeflowProvider}. */
export interface KubeflowProviderArgs {
  /** A whole kubeconfig with the one context to use; keep it secret. */
  readonly kubeconfig: pulumi.Input<string>;
  /** Never changes while the cluster lives; another value means that everything in it is gone. */
  readonly clusterIdentifier: pulumi.Input<string>;
}

/**
 * The provider of this project's own two resources (CRD bundles and readiness gates), served by the plugin
 * in manifests/plugin. The cluster is always explicit: never the ambient kubeconfig.
 */
export class KubeflowProvider extends pulumi.ProviderResource {
  constructor(name: string, args: KubeflowProviderArgs, options?: pulumi.ResourceOptions) {
    super("kubeflow", name, { ...args }, options);
  }
}
