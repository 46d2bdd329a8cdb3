import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { codeConfigMap } from "../../spec/code";
import { runName, runOptions } from "../../spec/run";
import { namespaceOf, type WorkloadArgs } from "../../spec/tenant";
import { type Workload, workloadOf } from "../../spec/workload";
import { type ExperimentSpecArgs, experimentSpec } from "./experiment-spec";

/** What an {@link Experiment} is made from. */
export interface ExperimentArgs extends ExperimentSpecArgs, WorkloadArgs {}

/**
 * A search for good parameters, run by Katib 0.19; every trial is a plain Job.
 *
 * Needs platform component `katib`. A change makes a new run, see {@link RunArgs} in spec/run.ts: an Experiment
 * takes no other change than more trials.
 */
export class Experiment extends pulumi.ComponentResource {
  /** The run that belongs to the present spec. */
  readonly workload: pulumi.Output<Workload>;

  /** @throws UserError where a name, the pool or a number is wrong: Katib's schema would let it pass */
  constructor(name: string, args: ExperimentArgs, opts?: pulumi.ComponentResourceOptions) {
    const spec = experimentSpec(name, args);
    const run = runName("Experiment", name, spec, args);
    super("kubeflow:workloads:Experiment", name, {}, opts);

    const code = codeConfigMap(name, namespaceOf(args.tenant), args.program.files, runOptions(this, args));
    const experiment = new k8s.apiextensions.CustomResource(
      name,
      {
        apiVersion: "kubeflow.org/v1beta1",
        kind: "Experiment",
        metadata: { name: run, namespace: namespaceOf(args.tenant) },
        spec,
      },
      { ...runOptions(this, args), dependsOn: code },
    );
    this.workload = workloadOf(experiment);
    this.registerOutputs({ workload: this.workload });
  }
}
