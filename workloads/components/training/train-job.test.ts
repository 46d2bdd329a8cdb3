import * as assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { awsPlatformFixture, inputsOf, label, platformFixture, runProgram } from "../../testing";
import { efaPlatform } from "./testing";
import { TrainJob, type TrainJobSpecArgs, trainJobSpec } from "./train-job";
import { trainJobRun } from "./train-job-spec";

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
          metadata: {
            labels: { "sidecar.istio.io/inject": "false" },
            annotations: { "karpenter.sh/do-not-disrupt": "true" },
          },
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
    assert.doesNotMatch(JSON.stringify(spec), /nodeSelector|tolerations|serviceAccountName/);
  });

  it("takes another image, runtime and environment", () => {
    const environment = { HOME: "/home/me" };
    const spec = trainJobSpec("train", { ...args, image: "torch:1", runtime: "mine", environment });
    assert.equal(spec.trainer.image, "torch:1");
    assert.deepEqual(spec.runtimeRef, {
      apiGroup: "trainer.kubeflow.org",
      kind: "ClusterTrainingRuntime",
      name: "mine",
    });
    assert.deepEqual(spec.trainer.env[0], { name: "HOME", value: "/home/me" });
  });

  it("starts DeepSpeed by mpirun in the launcher, with the code in all pods and the image's home", () => {
    const spec = trainJobSpec("train", {
      ...args,
      runtime: "deepspeed-distributed",
      environment: { NCCL_DEBUG: "WARN" },
      nodes: undefined,
    });
    assert.deepEqual(spec.trainer.command, [
      "mpirun",
      ...["PATH", "LD_LIBRARY_PATH", "NCCL_DEBUG", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"].flatMap(
        (name) => ["-x", name],
      ),
      "python",
      "/opt/workload/train.py",
    ]);
    assert.equal(spec.trainer.numNodes, 2);
    assert.match(
      JSON.stringify(spec.podTemplateOverrides),
      /"targetJobs":\[\{"name":"launcher"\},\{"name":"node"\}\]/,
    );
    assert.doesNotMatch(JSON.stringify(spec), /"HOME"/);
  });

  it("asks for adapters by the platform's runtime for them, in an image that has their libraries", () => {
    const given = { ...args, platform: efaPlatform, efa: 4, image: "docker.io/team/torch-efa:1" };
    const spec = trainJobSpec("train", given);
    assert.equal(spec.runtimeRef.name, "torch-distributed-efa");
    assert.equal(spec.trainer.resourcesPerNode.limits["vpc.amazonaws.com/efa"], "4");
    assert.ok(spec.trainer.env.some(({ name, value }) => name === "FI_PROVIDER" && value === "efa"));
    assert.throws(() => trainJobSpec("train", { ...given, image: undefined }), /no libfabric/);
  });

  it("waits in a queue as the JobSet that Trainer makes of it", () => {
    assert.deepEqual(trainJobSpec("train", { ...args, priority: "high" }).labels, {
      "kueue.x-k8s.io/queue-name": "default",
      "kueue.x-k8s.io/priority-class": "high",
    });
  });

  for (const [what, change, message] of [
    ["no nodes", { nodes: 0 }, /nodes is 0/],
    ["half a process", { processesPerNode: 0.5 }, /processesPerNode is 0.5/],
    ["one node of DeepSpeed", { nodes: 1, runtime: "deepspeed-distributed" }, /at least one more node/],
    ["torchrun's own variables", { environment: { PET_NNODES: "3" } }, /PET_NNODES, which is set/],
    ["an unknown priority", { priority: "urgent" }, /no priority "urgent".*low, normal, high/],
    ["what is no image", { image: "Torch:1" }, /"Torch:1" is no container image/],
  ] as const) {
    it(`refuses ${what}`, () => {
      assert.throws(() => trainJobSpec("train", { ...args, ...change }), message);
    });
  }

  it("names itself and the pools where there is no such pool", () => {
    assert.throws(() => trainJobSpec("train", { ...args, pool: "tpu" }), /TrainJob "train": .*cpu, gpu/);
  });
});

describe("trainJobRun", () => {
  const jobArgs = { ...args, tenant: "team-a", platform: awsPlatformFixture };
  const at = (run: string) => `s3://kubeflow-prod-artifacts/team-a/checkpoints/${run}/`;

  it("keeps a run's checkpoints under its own name, as the tenant", () => {
    const { run, spec } = trainJobRun("train", { ...jobArgs, checkpoints: true });
    assert.match(run, /^train-[0-9a-f]{10}$/);
    assert.deepEqual(spec.trainer.env.slice(0, 3), [
      { name: "AWS_DEFAULT_REGION", value: "us-west-2" },
      { name: "AWS_REGION", value: "us-west-2" },
      { name: "CHECKPOINT_URI", value: at(run) },
    ]);
    assert.match(JSON.stringify(spec.podTemplateOverrides), /"serviceAccountName":"default-editor"/);
  });

  it("is another run with another version of the data, by any change, and by another attempt", () => {
    const s3 = "s3://kubeflow-prod-artifacts/team-a/images/";
    const runs = [
      {},
      { data: { s3 } },
      { data: { s3, version: "2" } },
      { nodes: 3 },
      { attempt: 2 },
      { checkpoints: true },
    ] as const;
    assert.equal(new Set(runs.map((change) => trainJobRun("train", { ...jobArgs, ...change }).run)).size, 6);
    assert.equal(trainJobRun("train", jobArgs).run, trainJobRun("train", { ...jobArgs }).run);
  });

  it("holds all nodes together against the tenant's quota", () => {
    const tenant = { name: "team-a", namespace: pulumi.output("team-a"), quota: { cpu: 15, gpus: 8 } };
    assert.throws(() => trainJobRun("train", { ...jobArgs, tenant }), /may use: cpu 16 of 15$/m);
    const small = { ...tenant, quota: { gpus: 7 } };
    assert.throws(() => trainJobRun("train", { ...jobArgs, tenant: small }), /gpus 8 of 7/);
  });

  it("refuses to be elastic, and a platform without Trainer", () => {
    const elastic = { minNodes: 1, maxNodes: 2 };
    assert.throws(() => trainJobRun("train", { ...jobArgs, elastic }), /2.1 ignores elasticPolicy/);
    const platform = { ...awsPlatformFixture, components: [] };
    assert.throws(
      () => trainJobRun("train", { ...jobArgs, platform }),
      /component trainer, which is switched off/,
    );
  });
});

describe("TrainJob", () => {
  it("makes a runtime of its own where it says how it starts again or how long it stays", async () => {
    const run = await runProgram(() => {
      const job = new TrainJob("train", { ...args, restarts: 5, ttlHours: 24, tenant: "team-a" });
      return Promise.resolve({ workload: job.workload });
    });
    assert.deepEqual(run.resources.map(label), [
      "kubeflow:workloads:TrainJob::train",
      "kubeflow:workloads:TrainingRuntime::train",
      "kubernetes:core/v1:ConfigMap::train-code",
      "kubernetes:trainer.kubeflow.org/v1alpha1:TrainJob::train",
      "kubernetes:trainer.kubeflow.org/v1alpha1:TrainingRuntime::train-runtime",
    ]);
    const runtime = JSON.stringify(
      inputsOf(run, "kubernetes:trainer.kubeflow.org/v1alpha1:TrainingRuntime::train-runtime"),
    );
    assert.match(runtime, /"maxRestarts":5/);
    assert.match(runtime, /"ttlSecondsAfterFinished":86400/);
    const job = JSON.stringify(inputsOf(run, "kubernetes:trainer.kubeflow.org/v1alpha1:TrainJob::train"));
    const [, name = "none"] = /"kind":"TrainingRuntime","name":"([^"]+)"/.exec(job) ?? [];
    assert.ok(runtime.includes(`"name":"${name}"`), name);
  });

  it("refuses that beside a runtime that others use, before anything is registered", async () => {
    let made: unknown;
    const run = await runProgram(() => {
      try {
        made = new TrainJob("train", { ...args, ttlHours: 1, runtime: "mine", tenant: "team-a" });
      } catch (error) {
        assert.match(String(error), /belong to its runtime/);
      }
      return Promise.resolve({});
    });
    assert.equal(made, undefined);
    assert.deepEqual(run.resources, []);
  });

  it("makes the volume for checkpoints before the run, where there is no S3", async () => {
    const run = await runProgram(() => {
      const job = new TrainJob("train", { ...args, checkpoints: { sizeGiB: 50 }, tenant: "team-a" });
      return Promise.resolve({ workload: job.workload });
    });
    const { metadata, spec } = inputsOf(run, "kubernetes:core/v1:PersistentVolumeClaim::train-checkpoints");
    assert.match(JSON.stringify(metadata), /"name":"train-[0-9a-f]{10}-checkpoints"/);
    assert.deepEqual(spec, {
      accessModes: ["ReadWriteMany"],
      resources: { requests: { storage: "50Gi" } },
      storageClassName: "block",
    });
  });

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

describe("a TrainJob on the way to another release", () => {
  const job = { ...args, tenant: "team-a" };
  const next = { ...platformFixture, release: "26.03.1-rc.2" };

  it("keeps its name, as nothing is trained anew, and says it in that release's words", () => {
    const [before, after] = [trainJobRun("train", job), trainJobRun("train", { ...job, platform: next })];
    assert.equal(after.run, before.run);
    assert.ok("podTemplateOverrides" in before.spec && !("runtimePatches" in before.spec));
    assert.ok("runtimePatches" in after.spec && !("podTemplateOverrides" in after.spec));
  });
});
