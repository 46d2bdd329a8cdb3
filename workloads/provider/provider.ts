import * as pulumi from "@pulumi/pulumi";

/** Arguments of the {@link WorkloadsProvider}. */
export interface WorkloadsProviderArgs {
  /** A whole kubeconfig with the one context to use; keep it secret. */
  readonly kubeconfig: pulumi.Input<string>;
  /** Never changes while the cluster lives; another value means that everything in it is gone. */
  readonly clusterIdentifier: pulumi.Input<string>;
  /** Base URL at which Kubeflow is reached from outside: `endpoints.dashboard` of the platform's outputs. */
  readonly dashboard: pulumi.Input<string>;
}

/**
 * The provider of what workloads have that is no Kubernetes object, such as a recurring run of KFP's API. Its plugin
 * is this folder; the project's Pulumi.yaml names it:
 *
 * ```yaml
 * plugins:
 *   providers:
 *     - name: kubeflow-workloads
 *       path: provider
 * ```
 */
export class WorkloadsProvider extends pulumi.ProviderResource {
  constructor(name: string, args: WorkloadsProviderArgs, options?: pulumi.ResourceOptions) {
    super("kubeflow-workloads", name, { ...args }, options);
  }
}
