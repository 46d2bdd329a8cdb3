import * as assert from "node:assert/strict";
import { platformFixture, label, runProgram } from "../../testing";
import { PyTorchJob, type PyTorchJobSpecArgs, pyTorchJobSpec } from "./pytorch-job";

const args: PyTorchJobSpecArgs = {
  program: { files: { "train.py": "print(1)\n" }, entrypoint: "train.py" },
  image: "torch:1",
  nodes: 3,
  resources: { cpu: 2, memoryGiB: 4 },
  platform: platformFixture,
};

const amounts = { cpu: "2", memory: "4Gi" };

const template = {
  metadata: { labels: { "sidecar.istio.io/inject": "false" } },
  spec: {
    automountServiceAccountToken: false,
    containers: [
      {
        name: "pytorch",
        image: "torch:1",
        command: ["torchrun", "/opt/workload/train.py"],
        env: [
          { name: "HOME", value: "/tmp" },
          { name: "PYTHONDONTWRITEBYTECODE", value: "1" },
          { name: "PYTHONUNBUFFERED", value: "1" },
          { name: "USER", value: "workload" },
        ],
        resources: { requests: amounts, limits: amounts },
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
        volumeMounts: [{ name: "code", mountPath: "/opt/workload", readOnly: true }],
      },
    ],
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 1000,
      runAsGroup: 1000,
      fsGroup: 1000,
      seccompProfile: { type: "RuntimeDefault" },
    },
    volumes: [{ name: "code", configMap: { name: "train-code-8b06ef3851" } }],
  },
};

describe("pyTorchJobSpec", () => {
  it("has one master and the rest workers, all alike", () => {
    assert.deepEqual(pyTorchJobSpec("train", args), {
      nprocPerNode: "1",
      pytorchReplicaSpecs: {
        Master: { replicas: 1, restartPolicy: "OnFailure", template },
        Worker: { replicas: 2, restartPolicy: "OnFailure", template },
      },
      runPolicy: { cleanPodPolicy: "None" },
    });
  });

  it("has no workers on one node", () => {
    const spec = pyTorchJobSpec("train", { ...args, nodes: undefined });
    assert.deepEqual(Object.keys(spec.pytorchReplicaSpecs), ["Master"]);
  });

  it("runs one process a GPU", () => {
    const resources = { cpu: 2, memoryGiB: 4, accelerators: 2 };
    assert.equal(pyTorchJobSpec("train", { ...args, pool: "gpu", resources }).nprocPerNode, "2");
  });
});

describe("PyTorchJob", () => {
  it("registers the code and the run", async () => {
    const run = await runProgram(() => {
      const job = new PyTorchJob("train", { ...args, tenant: "team-a" });
      return Promise.resolve({ workload: job.workload });
    });
    assert.deepEqual(run.resources.map(label), [
      "kubeflow:workloads:PyTorchJob::train",
      "kubernetes:core/v1:ConfigMap::train-code",
      "kubernetes:kubeflow.org/v1:PyTorchJob::train",
    ]);
    assert.match(JSON.stringify(run.outputs), /"namespace":"team-a","name":"train-[0-9a-f]{10}"/);
  });
});
