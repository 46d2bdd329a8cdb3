import * as pulumi from "@pulumi/pulumi";

/** Arguments of a {@link VersionHistory}. */
export interface VersionHistoryArgs {
  /** The namespace of the pipeline. */
  readonly namespace: pulumi.Input<string>;
  /** The Pipeline object's name. */
  readonly pipeline: string;
  /** The name of the PipelineVersion that counts now; another one prunes anew. */
  readonly present: pulumi.Input<string>;
  /** How many versions stay beside it. */
  readonly keep: number;
}

/**
 * The earlier versions of a pipeline. A version that is no longer in the program is retained in the cluster; this
 * removes the oldest of them, and all of them with the pipeline.
 */
export class VersionHistory extends pulumi.CustomResource {
  constructor(name: string, args: VersionHistoryArgs, options: pulumi.CustomResourceOptions) {
    super("kubeflow-workloads:pipelines:VersionHistory", name, { ...args }, options);
  }
}
