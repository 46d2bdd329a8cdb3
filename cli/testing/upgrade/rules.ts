import type { KubeObject } from "../../../kube";
import { arrayOf, at, type JsonObject, objectOf, textOf } from "../../../plugin";
import type { Rule } from "./compare";
import { both, workers } from "./data/training";

const trainJob = "trainer.kubeflow.org/TrainJob";
const manager = "kubeflow-on-aws/workloads";

/** Trainer 2.2's patch of a runtime, with an override of Trainer 2.1 for each job. */
function patch(
  by: string,
  jobs: readonly (readonly [string, JsonObject])[],
  metadata?: JsonObject,
): JsonObject {
  const replicatedJobs = jobs.map(([name, { targetJobs, ...template }]) => ({
    name,
    template: { spec: { template } },
  }));
  const template = {
    ...(metadata && { metadata }),
    ...(replicatedJobs.length > 0 && { spec: { replicatedJobs } }),
  };
  return { manager: by, trainingRuntimeSpec: { template } };
}

/** A TrainJob in the words of Trainer 2.2. */
function patched(runtimePatches: readonly JsonObject[]): (object: KubeObject) => KubeObject {
  return (object) => {
    const { podTemplateOverrides, labels, annotations, ...spec } = objectOf(object.spec);
    return { ...object, spec: { ...spec, runtimePatches: [...runtimePatches] } };
  };
}

/** A runtime without what Trainer 2.2 counts elsewhere: a TrainJob says how many processes a node has. */
function withoutTorchPolicy(object: KubeObject): KubeObject {
  const spec = objectOf(object.spec);
  return { ...object, spec: { ...spec, mlPolicy: { ...objectOf(spec.mlPolicy), torch: {} } } };
}

const wordless: Rule = {
  kind: trainJob,
  names: /^research\/automatic$/,
  reason: "a number is all that Trainer 2.2 can read there; without one it is auto",
  change: (object) => {
    const { numProcPerNode, ...trainer } = objectOf(at(object, "spec", "trainer"));
    return { ...object, spec: { ...objectOf(object.spec), trainer } };
  },
};

const noTorchPolicy =
  "Trainer 2.2 has neither numProcPerNode nor elasticPolicy in a runtime; auto is what it does";

/** What an upgrade from 26.03 to 26.03.1-rc.2 may do to tenants' objects, and nothing else. */
export const onTheWayUp: readonly Rule[] = [
  {
    kind: trainJob,
    names: /^research\/runs$/,
    reason: "two overrides of one job are two patches; labels and annotations are in the first",
    change: patched([
      patch(
        manager,
        [
          ["node", workers],
          ["dataset-initializer", both],
        ],
        {
          labels: { "kueue.x-k8s.io/queue-name": "nightly" },
          annotations: { team: "research" },
        },
      ),
      patch(`${manager}-2`, [["node", both]]),
    ]),
  },
  {
    kind: trainJob,
    names: /^research\/waits$/,
    reason: "one override is one patch",
    change: patched([patch(manager, [["node", workers]])]),
  },
  {
    kind: trainJob,
    names: /^research\/labelled$/,
    reason: "labels alone are a patch too",
    change: patched([patch(manager, [], { labels: { "cost-center": "12" } })]),
  },
  wordless,
  {
    kind: trainJob,
    names: /^team-a\//,
    reason: "those of the workloads stack, which change one job",
    change: (object) => {
      const override = objectOf(at(object, "spec", "podTemplateOverrides", 0));
      const jobs = arrayOf(override.targetJobs).map((job) => [textOf(at(job, "name")), override] as const);
      return patched([patch(manager, jobs)])(object);
    },
  },
  { kind: "trainer.kubeflow.org/TrainingRuntime", reason: noTorchPolicy, change: withoutTorchPolicy },
  {
    kind: "trainer.kubeflow.org/ClusterTrainingRuntime",
    reason: noTorchPolicy,
    change: withoutTorchPolicy,
  },
];

/** What is otherwise than at first after the way back. */
export const onTheWayBack: readonly Rule[] = [
  wordless,
  {
    kind: trainJob,
    names: /^research\/runs$/,
    reason: "each of two patches of one job becomes an override of its own: the same, in more words",
    change: (object) => {
      const podTemplateOverrides = [
        workers,
        { ...both, targetJobs: [{ name: "dataset-initializer" }] },
        { ...both, targetJobs: [{ name: "node" }] },
      ];
      return { ...object, spec: { ...objectOf(object.spec), podTemplateOverrides } };
    },
  },
];
