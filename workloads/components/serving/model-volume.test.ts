import * as assert from "node:assert/strict";
import { platformFixture, inputsOf, label, runProgram } from "../../testing";
import { ModelVolume, type ModelVolumeSpecArgs, modelRun } from "./model-volume";

const args: ModelVolumeSpecArgs = {
  program: { files: { "make.py": "print(1)\n" }, entrypoint: "make.py" },
  image: "python:3",
  sizeGiB: 2,
  storageClass: "gp3",
  resources: { cpu: 1, memoryGiB: 1 },
  platform: platformFixture,
};

describe("modelRun", () => {
  const run = modelRun("iris", args);

  it("claims a volume of its own", () => {
    assert.match(run.name, /^iris-[0-9a-f]{10}$/);
    assert.deepEqual(run.claim, {
      accessModes: ["ReadWriteOnce"],
      resources: { requests: { storage: "2Gi" } },
      storageClassName: "gp3",
    });
  });

  it("runs the program with the folder to write to", () => {
    const { containers, volumes, restartPolicy } = run.job.template.spec;
    assert.deepEqual(containers[0]?.command, [
      "python",
      "/opt/workload/make.py",
      "--output=/mnt/volume/model",
    ]);
    assert.deepEqual(volumes, [
      { name: "code", configMap: { name: "iris-code-b0864fb910" } },
      { name: "volume", persistentVolumeClaim: { claimName: run.name } },
    ]);
    assert.equal(restartPolicy, "Never");
  });

  it("is another one with other code, size or image", () => {
    const program = { files: { "make.py": "print(2)\n" }, entrypoint: "make.py" };
    const changes = [{}, { program }, { sizeGiB: 3 }, { image: "python:4" }];
    const names = changes.map((change) => modelRun("iris", { ...args, ...change }).name);
    assert.equal(new Set(names).size, changes.length);
  });
});

describe("ModelVolume", () => {
  it("hands out the address of the model that its job makes", async () => {
    const run = await runProgram(() => {
      const model = new ModelVolume("iris", { ...args, tenant: "team-a" });
      return Promise.resolve({ storageUri: model.storageUri });
    });
    const { name } = modelRun("iris", args);
    assert.deepEqual(run.outputs, { storageUri: `pvc://${name}/model` });
    assert.deepEqual(run.resources.map(label), [
      "kubeflow:workloads:ModelVolume::iris",
      "kubernetes:batch/v1:Job::iris",
      "kubernetes:core/v1:ConfigMap::iris-code",
      "kubernetes:core/v1:PersistentVolumeClaim::iris",
    ]);
    assert.deepEqual(inputsOf(run, "kubernetes:core/v1:PersistentVolumeClaim::iris").metadata, {
      name,
      namespace: "team-a",
      annotations: { "pulumi.com/skipAwait": "true" },
    });
  });
});
