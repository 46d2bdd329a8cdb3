import * as assert from "node:assert/strict";
import { platformFixture, inputsOf, runProgram } from "../../testing";
import { TrainJob, type TrainJobSpecArgs, trainJobSpec } from "./train-job";

const args: TrainJobSpecArgs = {
  program: { files: { "train.py": "print(1)\n" }, entrypoint: "train.py" },
  nodes: 2,
  pool: "gpu",
  resources: { cpu: 8, memoryGiB: 32, accelerators: 4 },
  platform: platformFixture,
};

describe("trainJobSpec", () => {
  it("trains on two GPU nodes with one process a GPU", () => {
    const amounts = { cpu: "8", memory: "32Gi", "nvidia.com/gpu": "4" };
    assert.deepEqual(trainJobSpec("train", { ...args, arguments: ["--epochs=3"] }), {
      runtimeRef: {
        apiGroup: "trainer.kubeflow.org",
        kind: "ClusterTrainingRuntime",
        name: "torch-distributed",
      },
      trainer: {
        command: ["torchrun", "/opt/workload/train.py", "--epochs=3"],
        env: [
          { name: "HOME", value: "/tmp" },
          { name: "PYTHONDONTWRITEBYTECODE", value: "1" },
          { name: "PYTHONUNBUFFERED", value: "1" },
          { name: "USER", value: "workload" },
        ],
        numNodes: 2,
        numProcPerNode: 4,
        resourcesPerNode: { requests: amounts, limits: amounts },
      },
      podTemplateOverrides: [
        {
          targetJobs: [{ name: "node" }],
          metadata: { labels: { "sidecar.istio.io/inject": "false" } },
          spec: {
            nodeSelector: { "example.com/pool": "gpu" },
            tolerations: [{ key: "nvidia.com/gpu", operator: "Exists", effect: "NoSchedule" }],
            volumes: [{ name: "code", configMap: { name: "train-code-8b06ef3851" } }],
            containers: [
              {
                name: "node",
                volumeMounts: [{ name: "code", mountPath: "/opt/workload", readOnly: true }],
              },
            ],
          },
        },
      ],
    });
  });

  it("trains in one process on one node of any kind by default", () => {
    const spec = trainJobSpec("train", { ...args, nodes: undefined, pool: undefined, resources: small });
    assert.equal(spec.trainer.numNodes, 1);
    assert.equal(spec.trainer.numProcPerNode, 1);
    assert.deepEqual(Object.keys(spec.podTemplateOverrides[0]?.spec ?? {}), ["volumes", "containers"]);
  });

  it("takes another image, runtime and environment", () => {
    const spec = trainJobSpec("train", {
      ...args,
      image: "torch:1",
      runtime: "deepspeed-distributed",
      environment: { HOME: "/home/me" },
    });
    assert.equal(spec.trainer.image, "torch:1");
    assert.equal(spec.runtimeRef.name, "deepspeed-distributed");
    assert.deepEqual(spec.trainer.env[0], { name: "HOME", value: "/home/me" });
  });

  it("names itself and the pools where there is no such pool", () => {
    assert.throws(() => trainJobSpec("train", { ...args, pool: "tpu" }), /TrainJob "train": .*cpu, gpu/);
  });
});

describe("TrainJob", () => {
  it("mounts the very code that its name stands for", async () => {
    const first = await makeTrainJob("print(1)\n");
    const again = await makeTrainJob("print(1)\n");
    const changed = await makeTrainJob("print(2)\n");
    assert.deepEqual(first, again);
    assert.notEqual(first.run.name, changed.run.name);
    assert.notEqual(first.code, changed.code);
    assert.match(first.run.name, /^train-[0-9a-f]{10}$/);
    assert.deepEqual({ ...first.run, name: "" }, { ...trainJobIn("team-a"), name: "" });
  });
});

const small = { cpu: 1, memoryGiB: 1 };

function trainJobIn(namespace: string) {
  return { apiVersion: "trainer.kubeflow.org/v1alpha1", kind: "TrainJob", namespace };
}

async function makeTrainJob(text: string) {
  const program = { files: { "train.py": text }, entrypoint: "train.py" };
  let run = { apiVersion: "", kind: "", namespace: "", name: "" };
  const recorded = await runProgram(() => {
    const job = new TrainJob("train", { ...args, program, tenant: "team-a" });
    job.workload.apply((workload) => {
      run = workload;
    });
    return Promise.resolve({ workload: job.workload });
  });
  const { metadata, data, immutable } = inputsOf(recorded, "kubernetes:core/v1:ConfigMap::train-code");
  assert.deepEqual(data, program.files);
  assert.equal(immutable, true);
  return { run, code: metadata };
}
