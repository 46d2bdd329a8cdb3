import type * as pulumi from "@pulumi/pulumi";
import { checkName, digestName } from "./digest";

/**
 * How something that runs once and ends treats a change.
 *
 * The spec of a TrainJob, a PyTorchJob or an Experiment can't be changed. So the object's name carries a digest
 * of its spec and its code: a change makes a new run beside the old one, and no change makes none.
 */
export interface RunArgs {
  /**
   * Leave earlier runs in the cluster, with their state and logs, when a change makes a new one; they go with
   * their namespace, or when somebody deletes them. Because of it, taking the component out of the program leaves
   * its last run as well. With `false` a new run replaces the one before. What counts is the value that the
   * earlier run was made with. Default: true.
   */
  readonly keepRuns?: boolean | undefined;
  /**
   * Raise it to run the same thing once more, or to come back to a spec whose earlier run is still there: that has the
   * name already, which previews and `up` refuse where the component has a provider of `kubeflow-workloads`
   * (`workloadProviders`). Without one it is taken over as it is, finished or not, and nothing runs again. Default: 1.
   */
  readonly attempt?: number | undefined;
}

/** The name of the run of a spec. */
export function runName(kind: string, name: string, spec: object, args: RunArgs): string {
  return digestName(checkName(kind, name), { spec, attempt: args.attempt ?? 1 });
}

/** Resource options of a run and of what it mounts. */
export function runOptions(parent: pulumi.Resource, args: RunArgs): pulumi.CustomResourceOptions {
  return { parent, retainOnDelete: args.keepRuns ?? true };
}
