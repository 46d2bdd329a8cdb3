import * as assert from "node:assert/strict";
import { awsPlatformFixture } from "../../testing";
import { trainJobRun } from "./train-job-spec";
import { program } from "./testing";
import { trainingRuntime, type TrainingRuntimeArgs } from "./training-runtime-spec";

const args: TrainingRuntimeArgs = {
  tenant: "team-a",
  platform: awsPlatformFixture,
  framework: "torch",
  image: "pytorch/pytorch:2.7.1-cuda12.8-cudnn9-runtime",
  restarts: 5,
  ttlHours: 24,
  sharedMemoryGiB: 16,
};

const metadata = {
  labels: { "sidecar.istio.io/inject": "false" },
  annotations: { "karpenter.sh/do-not-disrupt": "true" },
};

describe("trainingRuntime", () => {
  it("starts the whole job again after a failure, and as often as it takes after a lost node", () => {
    assert.deepEqual(trainingRuntime("torch", args).spec, {
      mlPolicy: { numNodes: 1, torch: { numProcPerNode: "auto" } },
      template: {
        spec: {
          failurePolicy: {
            maxRestarts: 5,
            restartStrategy: "BlockingRecreate",
            rules: [
              {
                name: "lostNode",
                action: "RestartJobSetAndIgnoreMaxRestarts",
                onJobFailureReasons: ["PodFailurePolicy"],
              },
            ],
          },
          replicatedJobs: [
            {
              name: "node",
              replicas: 1,
              template: {
                metadata: { labels: { "trainer.kubeflow.org/trainjob-ancestor-step": "trainer" } },
                spec: {
                  backoffLimit: 0,
                  podFailurePolicy: {
                    rules: [
                      { action: "FailJob", onPodConditions: [{ type: "DisruptionTarget", status: "True" }] },
                    ],
                  },
                  ttlSecondsAfterFinished: 86400,
                  template: {
                    metadata,
                    spec: {
                      containers: [
                        {
                          name: "node",
                          image:
                            "111122223333.dkr.ecr.us-west-2.amazonaws.com/docker-hub/pytorch/pytorch:2.7.1-cuda12.8-cudnn9-runtime",
                          securityContext: {
                            allowPrivilegeEscalation: false,
                            capabilities: { drop: ["ALL"] },
                          },
                          volumeMounts: [{ name: "shm", mountPath: "/dev/shm" }],
                        },
                      ],
                      restartPolicy: "Never",
                      securityContext: {
                        runAsNonRoot: true,
                        runAsUser: 1000,
                        runAsGroup: 1000,
                        fsGroup: 1000,
                        seccompProfile: { type: "RuntimeDefault" },
                      },
                      terminationGracePeriodSeconds: 90,
                      volumes: [{ name: "shm", emptyDir: { medium: "Memory", sizeLimit: "16Gi" } }],
                    },
                  },
                },
              },
            },
          ],
        },
      },
    });
  });

  it("has a launcher for DeepSpeed that trains, and nodes that wait for its sessions", () => {
    const { spec } = trainingRuntime("ds", { ...args, framework: "deepspeed", image: "ghcr.io/team/ds:1" });
    assert.deepEqual(spec.mlPolicy, {
      numNodes: 2,
      mpi: {
        mpiImplementation: "OpenMPI",
        numProcPerNode: 1,
        runLauncherAsNode: true,
        sshAuthMountPath: "/home/mpiuser/.ssh",
      },
    });
    const { replicatedJobs, successPolicy } = spec.template.spec;
    assert.deepEqual(successPolicy, { operator: "All", targetReplicatedJobs: ["launcher"] });
    assert.deepEqual(
      replicatedJobs.map(({ name, template }) => [name, "metadata" in template]),
      [
        ["launcher", true],
        ["node", false],
      ],
    );
    const [launcher, node] = replicatedJobs.map(({ template }) => template.spec.template.spec.containers[0]);
    assert.deepEqual(launcher?.securityContext.capabilities, { drop: ["ALL"], add: ["NET_BIND_SERVICE"] });
    assert.deepEqual(node?.command, ["/usr/sbin/sshd"]);
    assert.equal(Object.hasOwn(launcher, "command"), false);
  });

  it("sets nothing in a plain job's pods, and restarts three times unless told otherwise", () => {
    const plain = { ...args, framework: "plain", restarts: undefined } as const;
    const { spec } = trainingRuntime("plain", plain);
    assert.deepEqual(spec.mlPolicy, { numNodes: 1 });
    assert.equal(spec.template.spec.failurePolicy.maxRestarts, 3);
    assert.equal(
      trainingRuntime("plain", { ...plain, restarts: 0 }).spec.template.spec.failurePolicy.maxRestarts,
      0,
    );
  });

  it("is another runtime by any change, and so is the run of a job that names it", () => {
    const runtimes = [args, { ...args, restarts: 6 }].map((given) => trainingRuntime("torch", given));
    const jobs = runtimes.map((runtime) =>
      trainJobRun("train", {
        tenant: "team-a",
        platform: awsPlatformFixture,
        program,
        resources: { cpu: 1, memoryGiB: 1 },
        runtime,
      }),
    );
    assert.equal(new Set(jobs.map(({ run }) => run)).size, 2);
    assert.deepEqual(
      jobs.map(({ spec }) => spec.runtimeRef),
      runtimes.map(({ runtimeName: name }) => ({
        apiGroup: "trainer.kubeflow.org",
        kind: "TrainingRuntime",
        name,
      })),
    );
  });

  it("refuses half a restart, an image outside of the map, and a name that can't be", () => {
    assert.throws(() => trainingRuntime("t", { ...args, restarts: 0.5 }), /restarts is 0.5/);
    assert.throws(() => trainingRuntime("t", { ...args, image: "quay.io/a/b:1" }), /outside of the/);
    assert.throws(() => trainingRuntime("T", args), /TrainingRuntime "T": a name has/);
  });
});

describe("a TrainingRuntime on the way to another release", () => {
  it("keeps its name, and leaves out what Trainer 2.2 has no field for", () => {
    const platform = { ...awsPlatformFixture, release: "26.03.1-rc.2" };
    const [before, after] = [trainingRuntime("torch", args), trainingRuntime("torch", { ...args, platform })];
    assert.equal(after.runtimeName, before.runtimeName);
    assert.deepEqual(after.spec, { ...before.spec, mlPolicy: { numNodes: 1, torch: {} } });
  });
});
