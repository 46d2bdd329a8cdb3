import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import { UserError } from "../../../config/errors";
import { platformFixture, label, runProgram } from "../../testing";
import { runPolicy } from "./operator-job";
import { PyTorchJob, pyTorchJobRun, type PyTorchJobSpecArgs, pyTorchJobSpec } from "./pytorch-job";

const args: PyTorchJobSpecArgs = {
  program: { files: { "train.py": "print(1)\n" }, entrypoint: "train.py" },
  image: "torch:1",
  nodes: 3,
  resources: { cpu: 2, memoryGiB: 4 },
  platform: platformFixture,
};

const amounts = { cpu: "2", memory: "4Gi" };

const template = {
  metadata: {
    labels: { "sidecar.istio.io/inject": "false" },
    annotations: { "karpenter.sh/do-not-disrupt": "true" },
  },
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
        volumeMounts: [
          { name: "code", mountPath: "/opt/workload", readOnly: true },
          { name: "shm", mountPath: "/dev/shm" },
        ],
      },
    ],
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 1000,
      runAsGroup: 1000,
      fsGroup: 1000,
      seccompProfile: { type: "RuntimeDefault" },
    },
    terminationGracePeriodSeconds: 90,
    volumes: [
      { name: "code", configMap: { name: "train-code-8b06ef3851" } },
      { name: "shm", emptyDir: { medium: "Memory" } },
    ],
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
      runPolicy: { backoffLimit: 18, cleanPodPolicy: "None" },
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

describe("elastic PyTorchJob", () => {
  const elastic = { minNodes: 2, maxNodes: 4 };

  it("has workers only, and the range that torchrun gets", () => {
    const spec = pyTorchJobSpec("train", { ...args, nodes: undefined, elastic });
    assert.deepEqual(spec.pytorchReplicaSpecs, {
      Worker: { replicas: 4, restartPolicy: "OnFailure", template },
    });
    assert.deepEqual(spec.elasticPolicy, {
      minReplicas: 2,
      maxReplicas: 4,
      maxRestarts: 3,
      rdzvBackend: "c10d",
    });
  });

  it("takes nodes within its range only", () => {
    fc.assert(
      fc.property(fc.nat(9), fc.nat(9), fc.nat(9), (minNodes, maxNodes, nodes) => {
        const make = () => pyTorchJobSpec("train", { ...args, nodes, elastic: { minNodes, maxNodes } });
        if (1 <= minNodes && minNodes <= nodes && nodes <= maxNodes) {
          assert.equal(make().pytorchReplicaSpecs.Worker?.replicas, nodes);
        } else {
          assert.throws(make, UserError);
        }
      }),
    );
  });
});

describe("runPolicy", () => {
  it("says when a job ends and what stays of it", () => {
    assert.deepEqual(
      runPolicy("x", { backoffLimit: 0, deadlineHours: 1.5, ttlHours: 24, cleanPodPolicy: "All" }, 2),
      {
        backoffLimit: 0,
        cleanPodPolicy: "All",
        activeDeadlineSeconds: 5400,
        ttlSecondsAfterFinished: 86400,
      },
    );
    assert.throws(() => runPolicy("x", { ttlHours: 0 }, 1), /x: ttlHours is 0/);
  });
});

describe("PyTorchJob", () => {
  it("waits in a queue by its own labels", () => {
    const { labels } = pyTorchJobRun("train", { ...args, tenant: "team-a", queue: "night" });
    assert.deepEqual(labels, { "kueue.x-k8s.io/queue-name": "night" });
  });

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
