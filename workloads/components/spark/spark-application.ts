import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { codeConfigMap } from "../../spec/code";
import { runName, runOptions } from "../../spec/run";
import { namespaceOf, type WorkloadArgs } from "../../spec/tenant";
import { type Workload, workloadOf } from "../../spec/workload";
import { runGuards } from "../training/run-guard";
import type { SparkApplicationSpecArgs } from "./spark-application-args";
import { sparkApplicationSpec } from "./spark-application-spec";

/** What a {@link SparkApplication} is made from. */
export interface SparkApplicationArgs extends SparkApplicationSpecArgs, WorkloadArgs {}

/**
 * A Spark program in Python, run by Spark operator 2.5 as the tenant's account.
 *
 * Needs platform component `sparkOperator`. A change makes a new run, see `RunArgs` in spec/run.ts:
 * the operator would stop a running application and start it again. No queue holds it back: Kueue's support
 * for it is behind a feature gate (platform/queues/frameworks.ts).
 */
export class SparkApplication extends pulumi.ComponentResource {
  /** The run that belongs to the present spec. */
  readonly workload: pulumi.Output<Workload>;

  /** @throws UserError where a name, a pool, a size, an address or the image is wrong, or the quota too small */
  constructor(name: string, args: SparkApplicationArgs, opts?: pulumi.ComponentResourceOptions) {
    const spec = sparkApplicationSpec(name, args.tenant, args);
    const run = runName("SparkApplication", name, spec, args);
    super("kubeflow:workloads:SparkApplication", name, {}, opts);

    const namespace = namespaceOf(args.tenant);
    const of = { apiVersion: "sparkoperator.k8s.io/v1beta2", kind: "SparkApplication" };
    const guards = runGuards(this, name, args, { ...of, run });
    const options = { ...runOptions(this, args), dependsOn: [...guards] };
    const code =
      typeof args.main === "string" ? [] : [codeConfigMap(name, namespace, args.main.files, options)];
    const application = new k8s.apiextensions.CustomResource(
      name,
      { ...of, metadata: { name: run, namespace }, spec },
      { ...options, dependsOn: [...guards, ...code] },
    );
    this.workload = workloadOf(application);
    this.registerOutputs({ workload: this.workload });
  }
}
