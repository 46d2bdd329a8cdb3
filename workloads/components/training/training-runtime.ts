import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { runOptions } from "../../spec/run";
import { namespaceOf } from "../../spec/tenant";
import type { Framework } from "./frameworks";
import type { RuntimeHandle } from "./train-job-args";
import { trainingRuntime, type TrainingRuntimeArgs } from "./training-runtime-spec";

/**
 * A tenant's own runtime of Kubeflow Trainer: what TrainJobs that name it have in common. Its jobs start again as a whole
 * after a failure, and as often as it takes after a lost node, so that they can run on spot instances.
 *
 * Needs platform component `trainer`. Trainer keeps a runtime while a TrainJob refers to it: a change makes a new one
 * beside the old one, which stays as runs do, see `RunArgs`.
 */
export class TrainingRuntime extends pulumi.ComponentResource implements RuntimeHandle {
  readonly runtimeName: string;
  readonly framework: Framework;

  /** @throws UserError where the name, the image or a number is wrong */
  constructor(name: string, args: TrainingRuntimeArgs, opts?: pulumi.ComponentResourceOptions) {
    const { runtimeName, framework, spec } = trainingRuntime(name, args);
    super("kubeflow:workloads:TrainingRuntime", name, {}, opts);
    this.runtimeName = runtimeName;
    this.framework = framework;
    new k8s.apiextensions.CustomResource(
      `${name}-runtime`,
      {
        apiVersion: "trainer.kubeflow.org/v1alpha1",
        kind: "TrainingRuntime",
        metadata: {
          name: runtimeName,
          namespace: namespaceOf(args.tenant),
          labels: { "trainer.kubeflow.org/framework": framework },
        },
        spec,
      },
      runOptions(this, args),
    );
    this.registerOutputs({ runtimeName });
  }
}
