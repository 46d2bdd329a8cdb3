import * as assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import * as fc from "fast-check";
import { awsPlatformFixture, label, platformFixture, runProgram } from "../../testing";
import { MPIJob, mpiJobRun, mpiJobSpec, type MPIJobSpecArgs } from "./mpi-job";
import { program } from "./testing";

const args: MPIJobSpecArgs = {
  program,
  image: "horovod/horovod:0.28.1",
  workers: 3,
  pool: "gpu",
  resources: { cpu: 4, memoryGiB: 16, accelerators: 2 },
  platform: platformFixture,
};

describe("mpiJobSpec", () => {
  it("has a small launcher that calls the API, and workers that are told what to do", () => {
    const { mpiReplicaSpecs, ...rest } = mpiJobSpec("train", {
      ...args,
      mpirunArguments: ["-bind-to", "none"],
      arguments: ["--epochs=3"],
    });
    assert.deepEqual(rest, {
      slotsPerWorker: 2,
      runPolicy: { backoffLimit: 18, cleanPodPolicy: "Running" },
    });
    const { Launcher, Worker } = mpiReplicaSpecs;
    assert.deepEqual([Launcher.replicas, Worker.replicas], [1, 3]);
    const [launcher] = Launcher.template.spec.containers;
    const [worker] = Worker.template.spec.containers;
    assert.deepEqual(launcher?.command, [
      "mpirun",
      "-np",
      "6",
      "-bind-to",
      "none",
      "python",
      "/opt/workload/train.py",
      "--epochs=3",
    ]);
    assert.deepEqual(launcher.resources.limits, { cpu: "500m", memory: "1Gi" });
    assert.equal("automountServiceAccountToken" in Launcher.template.spec, false);
    assert.equal(Launcher.template.spec.nodeSelector, undefined);
    assert.deepEqual(worker?.resources.limits, { cpu: "4", memory: "16Gi", "nvidia.com/gpu": "2" });
    assert.equal("command" in worker, false);
    assert.equal(Worker.template.spec.automountServiceAccountToken, false);
    assert.deepEqual(Worker.template.spec.nodeSelector, { "example.com/pool": "gpu" });
  });

  it("starts as many processes as there are slots", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 64 }), fc.integer({ min: 1, max: 16 }), (workers, slots) => {
        const spec = mpiJobSpec("train", { ...args, workers, slotsPerWorker: slots });
        const command = spec.mpiReplicaSpecs.Launcher.template.spec.containers[0]?.command ?? [];
        assert.equal(command[2], String(workers * slots));
        assert.equal(spec.mpiReplicaSpecs.Worker.replicas * spec.slotsPerWorker, workers * slots);
      }),
    );
  });

  it("can't wait in a queue", () => {
    for (const change of [{ queue: "default" }, { priority: "high" }]) {
      assert.throws(() => mpiJobSpec("train", { ...args, ...change }), /Kueue doesn't know this kind/);
    }
  });
});

describe("MPIJob", () => {
  it("gives storage to the workers, and leaves the launcher its own account", () => {
    const { spec } = mpiJobRun("train", {
      ...args,
      tenant: "team-a",
      checkpoints: true,
      platform: awsPlatformFixture,
    });
    const { Launcher, Worker } = spec.mpiReplicaSpecs;
    assert.equal(Worker.template.spec.serviceAccountName, "default-editor");
    assert.equal(Launcher.template.spec.serviceAccountName, undefined);
    assert.match(JSON.stringify(Worker), /CHECKPOINT_URI/);
  });

  it("counts the launcher", () => {
    const tenant = { name: "team-a", namespace: pulumi.output("team-a"), quota: { cpu: 12 } };
    assert.throws(() => mpiJobRun("train", { ...args, tenant }), /cpu 12.5 of 12/);
  });

  it("registers the code and the run", async () => {
    const run = await runProgram(() => {
      const job = new MPIJob("train", { ...args, tenant: "team-a" });
      return Promise.resolve({ workload: job.workload });
    });
    assert.deepEqual(run.resources.map(label), [
      "kubeflow:workloads:MPIJob::train",
      "kubernetes:core/v1:ConfigMap::train-code",
      "kubernetes:kubeflow.org/v1:MPIJob::train",
    ]);
  });
});
