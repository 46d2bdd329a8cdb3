import * as assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { label, platformFixture, runProgram } from "../../testing";
import { program } from "./testing";
import { TFJob, tfJobRun, tfJobSpec, type TFJobSpecArgs } from "./tf-job";

const args: TFJobSpecArgs = {
  program,
  image: "tensorflow/tensorflow:2.19.0",
  workers: 2,
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
        name: "tensorflow",
        image: "tensorflow/tensorflow:2.19.0",
        command: ["python", "/opt/workload/train.py"],
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

describe("tfJobSpec", () => {
  it("has workers alone by default, the first of which is the chief", () => {
    assert.deepEqual(tfJobSpec("train", args), {
      tfReplicaSpecs: { Worker: { replicas: 2, restartPolicy: "OnFailure", template } },
      runPolicy: { backoffLimit: 12, cleanPodPolicy: "None" },
    });
  });

  it("has chief, parameter servers on processors alone, and an evaluator where asked for", () => {
    const spec = tfJobSpec("train", {
      ...args,
      pool: "gpu",
      chief: true,
      evaluator: true,
      parameterServers: { count: 3, resources: { cpu: 1, memoryGiB: 8 } },
      success: "allWorkers",
    });
    const { Chief, Worker, PS, Evaluator } = spec.tfReplicaSpecs;
    assert.deepEqual([Chief?.replicas, Worker.replicas, PS?.replicas, Evaluator?.replicas], [1, 2, 3, 1]);
    assert.equal(Worker.template.spec.containers[0]?.resources.limits["nvidia.com/gpu"], "1");
    assert.deepEqual(PS?.template.spec.containers[0]?.resources.limits, { cpu: "1", memory: "8Gi" });
    assert.equal(PS.template.spec.nodeSelector, undefined);
    assert.deepEqual(spec.runPolicy, { backoffLimit: 24, cleanPodPolicy: "Running" });
    assert.equal(spec.successPolicy, "AllWorkers");
  });

  it("refuses no workers, no servers, and an environment that has the operator's variable", () => {
    assert.throws(() => tfJobSpec("train", { ...args, workers: 0 }), /TFJob "train": workers is 0/);
    const parameterServers = { count: 0, resources: { cpu: 1, memoryGiB: 1 } };
    assert.throws(() => tfJobSpec("train", { ...args, parameterServers }), /parameterServers.count is 0/);
    assert.throws(() => tfJobSpec("train", { ...args, environment: { TF_CONFIG: "{}" } }), /TF_CONFIG/);
  });
});

describe("TFJob", () => {
  it("holds all of its pods against the tenant's quota", () => {
    const tenant = { name: "team-a", namespace: pulumi.output("team-a"), quota: { cpu: 6, memoryGiB: 12 } };
    const parameterServers = { count: 1, resources: { cpu: 1, memoryGiB: 4 } };
    assert.doesNotThrow(() => tfJobRun("train", { ...args, tenant, parameterServers }));
    assert.throws(
      () => tfJobRun("train", { ...args, tenant, parameterServers, evaluator: true }),
      /cpu 7 of 6, memoryGiB 16 of 12/,
    );
  });

  it("registers the code and the run", async () => {
    const run = await runProgram(() => {
      const job = new TFJob("train", { ...args, tenant: "team-a", priority: "low" });
      return Promise.resolve({ workload: job.workload });
    });
    assert.deepEqual(run.resources.map(label), [
      "kubeflow:workloads:TFJob::train",
      "kubernetes:core/v1:ConfigMap::train-code",
      "kubernetes:kubeflow.org/v1:TFJob::train",
    ]);
  });
});
