import * as assert from "node:assert/strict";
import { platformFixture, inputsOf, runProgram } from "../../testing";
import { Notebook, notebookSpec } from "./notebook";

const args = {
  image: "jupyter:1",
  resources: { cpu: 2, memoryGiB: 8 },
  pool: "gpu",
  platform: platformFixture,
};

describe("notebookSpec", () => {
  it("is a server with a home that outlives it and with shared memory", () => {
    const amounts = { cpu: "2", memory: "8Gi", "nvidia.com/gpu": "1" };
    assert.deepEqual(notebookSpec("lab", args).template.spec, {
      nodeSelector: { "example.com/pool": "gpu" },
      tolerations: [{ key: "nvidia.com/gpu", operator: "Exists", effect: "NoSchedule" }],
      containers: [
        {
          name: "lab",
          image: "jupyter:1",
          resources: { requests: amounts, limits: amounts },
          securityContext: { runAsNonRoot: true, runAsUser: 1000 },
          volumeMounts: [
            { name: "home", mountPath: "/home/jovyan" },
            { name: "shared-memory", mountPath: "/dev/shm" },
          ],
        },
      ],
      securityContext: { fsGroup: 100, seccompProfile: { type: "RuntimeDefault" } },
      serviceAccountName: "default-editor",
      volumes: [
        { name: "home", persistentVolumeClaim: { claimName: "lab-home" } },
        { name: "shared-memory", emptyDir: { medium: "Memory" } },
      ],
    });
  });
});

describe("Notebook", () => {
  it("keeps its home under its own name", async () => {
    const run = await runProgram(() => {
      const notebook = new Notebook("lab", { ...args, tenant: "team-a", storageClass: "gp3" });
      return Promise.resolve({ workload: notebook.workload });
    });
    const { metadata, spec } = inputsOf(run, "kubernetes:core/v1:PersistentVolumeClaim::lab");
    assert.deepEqual(metadata, {
      name: "lab-home",
      namespace: "team-a",
      annotations: { "pulumi.com/skipAwait": "true" },
    });
    assert.deepEqual(spec, {
      accessModes: ["ReadWriteOnce"],
      resources: { requests: { storage: "10Gi" } },
      storageClassName: "gp3",
    });
    assert.deepEqual(run.outputs, {
      workload: { apiVersion: "kubeflow.org/v1", kind: "Notebook", namespace: "team-a", name: "lab" },
    });
  });
});
