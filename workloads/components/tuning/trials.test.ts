import assert from "node:assert/strict";
import type { PlatformOutputs } from "../../../contract";
import { codeName } from "../../spec/code";
import { awsPlatformFixture, platformFixture } from "../../testing";
import { pyTorchJobSpec } from "../training/pytorch-job";
import { trainJobSpec } from "../training/train-job";
import type { ExperimentSpecArgs } from "./experiment-args";
import { nodesOf, trialTemplate } from "./trials";

const args: ExperimentSpecArgs = {
  program: { files: { "search.py": "print(1)\n" }, entrypoint: "search.py" },
  image: "python:3",
  objective: { type: "maximize", metric: "accuracy" },
  parameters: [{ name: "layers", type: "int", min: 1, max: 5 }],
  maxTrials: 6,
  resources: { cpu: 1, memoryGiB: 1 },
  platform: platformFixture,
};

const succeeded = (type: string) => `status.conditions.#(type=="${type}")#|#(status=="True")#`;
const trialParameters = [{ name: "layers", reference: "layers" }];
const searched = "--layers=${trialParameters.layers}";

describe("trialTemplate", () => {
  it("is a Job that gets every parameter, and ends with its first failure", () => {
    const amounts = { cpu: "1", memory: "1Gi" };
    const { trialSpec, ...template } = trialTemplate("search", {
      ...args,
      arguments: ["--fast"],
      environment: { SEED: "1" },
    });
    assert.deepEqual(template, {
      primaryContainerName: "trial",
      successCondition: succeeded("Complete"),
      failureCondition: succeeded("Failed"),
      trialParameters,
    });
    assert.deepEqual(trialSpec, {
      apiVersion: "batch/v1",
      kind: "Job",
      spec: {
        backoffLimit: 0,
        template: {
          metadata: { labels: { "sidecar.istio.io/inject": "false" } },
          spec: {
            automountServiceAccountToken: false,
            containers: [
              {
                name: "trial",
                image: "python:3",
                command: ["python", "/opt/workload/search.py", "--fast", searched],
                env: [
                  { name: "HOME", value: "/tmp" },
                  { name: "PYTHONDONTWRITEBYTECODE", value: "1" },
                  { name: "PYTHONUNBUFFERED", value: "1" },
                  { name: "SEED", value: "1" },
                  { name: "USER", value: "workload" },
                ],
                resources: { requests: amounts, limits: amounts },
                securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
                volumeMounts: [{ name: "code", mountPath: "/opt/workload", readOnly: true }],
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
            volumes: [{ name: "code", configMap: { name: codeName("search", args.program.files) } }],
          },
        },
      },
    });
  });

  it("is a PyTorchJob as the component makes it, whose master is listened to", () => {
    const { trialSpec, ...template } = trialTemplate("search", {
      ...args,
      trial: { kind: "PyTorchJob", nodes: 2 },
    });
    assert.deepEqual(template, {
      primaryContainerName: "pytorch",
      primaryPodLabels: { "training.kubeflow.org/job-role": "master" },
      successCondition: succeeded("Succeeded"),
      failureCondition: succeeded("Failed"),
      trialParameters,
    });
    const { apiVersion, kind, spec } = trialSpec;
    assert.deepEqual([apiVersion, kind], ["kubeflow.org/v1", "PyTorchJob"]);
    const own = { ...args, image: "python:3", nodes: 2, arguments: [searched] };
    assert.deepEqual(spec, pyTorchJobSpec("search", own));
  });

  it("is a TrainJob as the component makes it, whose first node is listened to", () => {
    const trial = { kind: "TrainJob", nodes: 2, runtime: "own" } as const;
    const { trialSpec, ...template } = trialTemplate("search", { ...args, image: undefined, trial });
    assert.deepEqual(template, {
      primaryContainerName: "node",
      primaryPodLabels: {
        "jobset.sigs.k8s.io/replicatedjob-name": "node",
        "batch.kubernetes.io/job-completion-index": "0",
      },
      successCondition: succeeded("Complete"),
      failureCondition: succeeded("Failed"),
      trialParameters,
    });
    const { apiVersion, kind, spec } = trialSpec;
    assert.deepEqual([apiVersion, kind], ["trainer.kubeflow.org/v1alpha1", "TrainJob"]);
    const own = { ...args, image: undefined, nodes: 2, runtime: "own", arguments: [searched] };
    const later = { ...own, platform: { ...args.platform, release: "26.03.1-rc.2" } };
    assert.deepEqual(spec, { ...trainJobSpec("search", own), ...trainJobSpec("search", later) });
  });

  it("is the same in every release: Katib takes no change of a search that goes on after an upgrade", () => {
    const trial = { kind: "TrainJob", nodes: 2 } as const;
    const onRelease = (release: string) =>
      trialTemplate("search", { ...args, image: undefined, trial, platform: { ...args.platform, release } });
    const first = onRelease("26.03");
    assert.deepEqual(onRelease("26.03.1-rc.2"), first);
    assert.ok("podTemplateOverrides" in first.trialSpec.spec && "runtimePatches" in first.trialSpec.spec);
  });

  it("waits in a queue by the labels of what is queued", () => {
    const labels = { "kueue.x-k8s.io/queue-name": "default", "kueue.x-k8s.io/priority-class": "low" };
    const job = trialTemplate("search", { ...args, priority: "low" }).trialSpec;
    assert.deepEqual("metadata" in job ? job.metadata : undefined, { labels });
    const { trialSpec } = trialTemplate("search", {
      ...args,
      queue: "night",
      trial: { kind: "TrainJob" },
    });
    assert.ok("labels" in trialSpec.spec);
    assert.deepEqual(trialSpec.spec.labels, { "kueue.x-k8s.io/queue-name": "night" });
  });

  const without = (component: string): PlatformOutputs => ({
    ...platformFixture,
    components: platformFixture.components.filter((name) => name !== component),
  });
  const { queues, ...noQueues } = platformFixture;
  const wrong: [string, Partial<ExperimentSpecArgs>, RegExp][] = [
    [
      "TrainJobs without Trainer",
      { trial: { kind: "TrainJob" }, platform: without("trainer") },
      /need the platform component trainer/,
    ],
    [
      "PyTorchJobs without their operator",
      { trial: { kind: "PyTorchJob" }, platform: without("trainingOperator") },
      /need the platform component trainingOperator/,
    ],
    ["a Job without an image", { image: undefined }, /trials of kind Job have no image of their own/],
    [
      "an image outside of the map",
      { platform: awsPlatformFixture, image: "quay.io/a/b:1" },
      /outside of the environment's image map/,
    ],
    [
      "a queue where there is none",
      { platform: noQueues, queue: "default" },
      /the platform holds no jobs back/,
    ],
    ["an unknown priority", { priority: "urgent" }, /there is no priority "urgent"; .* low, normal, high/],
    ["an unknown pool", { pool: "tpu" }, /there is no node pool "tpu"/],
  ];
  for (const [what, change, message] of wrong) {
    it(`refuses ${what}`, () => {
      assert.throws(() => trialTemplate("search", { ...args, ...change }), message);
    });
  }
});

describe("nodesOf", () => {
  it("counts the pods of a trial", () => {
    assert.deepEqual(
      [
        nodesOf(undefined),
        nodesOf({ kind: "Job" }),
        nodesOf({ kind: "TrainJob" }),
        nodesOf({ kind: "PyTorchJob", nodes: 3 }),
      ],
      [1, 1, 1, 3],
    );
  });
});
