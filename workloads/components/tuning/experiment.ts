import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { codeConfigMap } from "../../spec/code";
import { runOptions } from "../../spec/run";
import { namespaceOf, type WorkloadArgs } from "../../spec/tenant";
import { type Workload, workloadOf } from "../../spec/workload";
import { runGuards } from "../training/run-guard";
import type { ExperimentSpecArgs } from "./experiment-args";
import { experimentRun, experimentSpec } from "./experiment-spec";

/** What an {@link Experiment} is made from. */
export interface ExperimentArgs extends ExperimentSpecArgs, WorkloadArgs {}

/**
 * A search for good parameters, run by Katib 0.19; a trial is a plain Job, a PyTorchJob or a TrainJob.
 *
 * Needs platform component `katib`, and that of the trials' kind. A change makes a new run, see `RunArgs` in
 * spec/run.ts; only where `resumePolicy` lets a search go on, more trials are a change of the run that is there.
 */
export class Experiment extends pulumi.ComponentResource {
  /** The run that belongs to the present spec. */
  readonly workload: pulumi.Output<Workload>;

  /** @throws UserError where anything is wrong that Katib would refuse now or fail at later, or the quota too small */
  constructor(name: string, args: ExperimentArgs, opts?: pulumi.ComponentResourceOptions) {
    const spec = experimentSpec(name, args.tenant, args);
    const run = experimentRun(name, spec, args);
    super("kubeflow:workloads:Experiment", name, {}, opts);

    const of = { apiVersion: "kubeflow.org/v1beta1", kind: "Experiment" };
    const guards = runGuards(this, name, args, { ...of, run });
    const options = { ...runOptions(this, args), dependsOn: [...guards] };
    const code = codeConfigMap(name, namespaceOf(args.tenant), args.program.files, options);
    const experiment = new k8s.apiextensions.CustomResource(
      name,
      {
        ...of,
        metadata: { name: run, namespace: namespaceOf(args.tenant) },
        spec,
      },
      { ...options, dependsOn: [...guards, code] },
    );
    this.workload = workloadOf(experiment);
    this.registerOutputs({ workload: this.workload });
  }
}
