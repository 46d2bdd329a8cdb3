import * as pulumi from "@pulumi/pulumi";
import type { RunArgs } from "../../spec/run";
import { tenantName, type WorkloadArgs } from "../../spec/tenant";

/** The object that a run is. */
export interface RunReference {
  readonly apiVersion: string;
  readonly kind: string;
  /** Name of the object, which carries the digest of its spec. */
  readonly run: string;
}

const type = "kubeflow-workloads:training:RunGuard";

/**
 * Refuses a run whose name an earlier run has, which would be taken over as it is: nothing would run.
 *
 * Nothing of it is in the cluster. It is asked in previews too, and before the run is registered, whose options have it
 * among `dependsOn`; see run-guard-handlers.ts for what it asks.
 */
class RunGuard extends pulumi.CustomResource {
  constructor(name: string, inputs: pulumi.Inputs, options: pulumi.CustomResourceOptions) {
    super(type, name, inputs, options);
  }
}

/**
 * The guard of a component's run, for the `dependsOn` of all that the run is made of.
 *
 * Programs that give their components no provider of `kubeflow-workloads` have none, as there is nobody to ask.
 */
export function runGuards(
  component: pulumi.ComponentResource,
  name: string,
  args: WorkloadArgs & RunArgs,
  { apiVersion, kind, run }: RunReference,
): readonly pulumi.Resource[] {
  if (component.getProvider(type) === undefined) {
    return [];
  }
  // The tenant's plain name: known in every preview, and before the tenant is looked at.
  const inputs = { apiVersion, kind, namespace: tenantName(args.tenant), run, attempt: args.attempt ?? 1 };
  return [new RunGuard(name, inputs, { parent: component })];
}
