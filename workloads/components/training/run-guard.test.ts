import assert from "node:assert/strict";
import type * as pulumi from "@pulumi/pulumi";
import { inputsOf, platformFixture, runProgram } from "../../testing";
import {
  Experiment,
  MPIJob,
  PyTorchJob,
  SparkApplication,
  TFJob,
  TrainJob,
  workloadProviders,
} from "../index";
import { program } from "./testing";

const platform = {
  ...platformFixture,
  components: [...platformFixture.components, "sparkOperator", "mpiOperator"],
};
const resources = { cpu: 1, memoryGiB: 1 };
const common = { tenant: "team-a", platform, program, resources, image: "docker.io/team/train:1" };

/** Every component whose object is a run. */
const components: Readonly<
  Record<string, (name: string, attempt: number, opts: pulumi.ComponentResourceOptions) => pulumi.Resource>
> = {
  TrainJob: (name, attempt, opts) => new TrainJob(name, { ...common, nodes: 1, attempt }, opts),
  PyTorchJob: (name, attempt, opts) => new PyTorchJob(name, { ...common, nodes: 1, attempt }, opts),
  TFJob: (name, attempt, opts) => new TFJob(name, { ...common, workers: 1, attempt }, opts),
  MPIJob: (name, attempt, opts) => new MPIJob(name, { ...common, workers: 1, attempt }, opts),
  Experiment: (name, attempt, opts) =>
    new Experiment(
      name,
      {
        ...common,
        objective: { type: "minimize", metric: "loss" },
        parameters: [{ name: "x", type: "double", min: 0, max: 1 }],
        maxTrials: 2,
        attempt,
      },
      opts,
    ),
  SparkApplication: (name, attempt, opts) =>
    new SparkApplication(
      name,
      { tenant: "team-a", platform, main: program, executor: resources, attempt },
      opts,
    ),
};

describe("components whose object is a run", () => {
  for (const [kind, make] of Object.entries(components)) {
    it(`have its name guarded: ${kind}`, async () => {
      const run = await runProgram(() => {
        make("one", 3, { providers: workloadProviders(platform) });
        return Promise.resolve({});
      });
      const object = run.resources.find(
        ({ type, inputs }) => type.startsWith("kubernetes:") && inputs.kind === kind,
      );
      const { metadata, apiVersion } = object?.inputs ?? assert.fail("there is no object");
      const guard = inputsOf(run, "kubeflow-workloads:training:RunGuard::one");
      assert.deepEqual(metadata, { ...Object(metadata), name: guard.run, namespace: "team-a" });
      assert.deepEqual(guard, { apiVersion, kind, namespace: "team-a", run: guard.run, attempt: 3 });
    });
  }

  it("have nobody to ask where a program gives them no provider for it", async () => {
    const run = await runProgram(() => {
      new TrainJob("one", { ...common, nodes: 1 });
      return Promise.resolve({});
    });
    const types = run.resources.map(({ type }) => type);
    assert.deepEqual(types, [
      "kubeflow:workloads:TrainJob",
      "kubernetes:core/v1:ConfigMap",
      "kubernetes:trainer.kubeflow.org/v1alpha1:TrainJob",
    ]);
  });
});
