import type { KubeObject } from "../../../kube/object";
import {
  arrayOf,
  at,
  equal,
  isObject,
  type Json,
  type JsonObject,
  objectOf,
  textOf,
} from "../../../plugin/json";
import { valuesAt } from "../schema-path";
import type { Conversion } from "./conversion";

const definition = "trainjobs.trainer.kubeflow.org";
const fieldsOf21 = ["podTemplateOverrides", "labels", "annotations"] as const;
const paths21 = fieldsOf21.map((name) => `spec.${name}`);
const paths22 = ["spec.runtimePatches"];

/**
 * Who writes a patch of Trainer 2.2. It is the name that this project's own TrainJobs have there
 * (workloads/components/training): the next `up` of theirs finds what it would write.
 */
const manager = "kubeflow-on-aws/workloads";

/** Kueue's own patch: it is made anew wherever Kueue admits a TrainJob (kueue 0.19, jobs/trainjob). */
const kueueManager = "kueue.x-k8s.io/manager";

/** Fields of a pod that Trainer 2.1 lets a TrainJob change, and those of its containers (TrainJob's definition). */
const podFieldsOf21 = [
  "affinity",
  "containers",
  "imagePullSecrets",
  "initContainers",
  "nodeSelector",
  "schedulingGates",
  "serviceAccountName",
  "tolerations",
  "volumes",
];
const listsOfContainers = new Set(["containers", "initContainers"]);
const containerFieldsOf21 = ["env", "name", "volumeMounts"];

/** Where a patch of 2.2 has what 2.1 has no field for. */
const jobOf22 = "spec.runtimePatches[].trainingRuntimeSpec.template.spec.replicatedJobs[].template";
const onlyIn22 = [
  `${jobOf22}.metadata`,
  `${jobOf22}.spec.template.spec.securityContext`,
  `${jobOf22}.spec.template.spec.containers[].securityContext`,
  `${jobOf22}.spec.template.spec.initContainers[].securityContext`,
];

/**
 * Trainer 2.1 → 2.2. Overrides are applied one after another, and a patch has each job once: the second override of a
 * job is in a second patch (newRuntimeInfo in kubeflow/trainer, pkg/runtime/core/trainingruntime.go, of 2.1.0 and 2.2.0).
 */
const toRuntimePatches: Conversion = {
  definition,
  lost: paths21,
  gained: paths22,
  text: `${paths21.join(", ")} → ${paths22.join(", ")}`,
  save: (object) => {
    const saved = picked(objectOf(object.spec), fieldsOf21);
    return patchesOf(saved).length === 0 ? undefined : saved;
  },
  restore: (object, saved) => {
    const { podTemplateOverrides, labels, annotations, ...spec } = objectOf(object.spec);
    const patches = patchesOf(objectOf(saved));
    const names = patches.map((patch) => patch.manager);
    // Those of others, such as Kueue, are applied after ours.
    const others = arrayOf(spec.runtimePatches).filter(
      (patch) => !names.includes(at(patch, "manager") ?? ""),
    );
    return { ...object, spec: { ...spec, runtimePatches: [...patches, ...others] } };
  },
  rest: (object) =>
    at(object, "spec", "trainer", "numProcPerNode") === "cpu" ? ["spec.trainer.numProcPerNode"] : [],
  // A word there, and Trainer 2.2 can read no TrainJob at all: its field is a number, and the definition lets nobody
  // change it any more. Without a value it is `auto` in 2.2 (its torch plugin), which `gpu` is too where there are any.
  clear: (object) =>
    typeof at(object, "spec", "trainer", "numProcPerNode") === "string"
      ? { spec: { trainer: { numProcPerNode: null } } }
      : undefined,
};

/** Trainer 2.2 → 2.1. */
const toOverrides: Conversion = {
  definition,
  lost: paths22,
  gained: paths21,
  text: `${paths22.join(", ")} → ${paths21.join(", ")}`,
  save: (object) => {
    const patches = patchesToKeep(object);
    return Object.keys(overridesOf(patches)).length === 0 ? undefined : patches;
  },
  restore: (object, saved) => {
    const { runtimePatches, ...spec } = objectOf(object.spec);
    return { ...object, spec: { ...spec, ...overridesOf(arrayOf(saved)) } };
  },
  rest: (object) => {
    const own = { ...object, spec: { ...objectOf(object.spec), runtimePatches: patchesToKeep(object) } };
    return onlyIn22.filter((path) =>
      valuesAt(own, path).some((value) => Object.keys(objectOf(value)).length > 0),
    );
  },
};

/** Both ways between Trainer 2.1 of Kubeflow 26.03 and Trainer 2.2 of 26.03.1. */
export const trainJobConversions: readonly Conversion[] = [toRuntimePatches, toOverrides];

/** The patches of 2.2 for what a TrainJob has in the fields of 2.1. */
function patchesOf(saved: JsonObject): JsonObject[] {
  const jobs: JsonObject[][] = [];
  const count = new Map<string, number>();
  for (const override of arrayOf(saved.podTemplateOverrides)) {
    const template = picked(objectOf(override), ["metadata", "spec"]);
    const targets = new Set(arrayOf(at(override, "targetJobs")).map((job) => textOf(at(job, "name"))));
    for (const name of Object.keys(template).length === 0 ? [] : targets) {
      const nth = count.get(name) ?? 0;
      count.set(name, nth + 1);
      (jobs[nth] ??= []).push({ name, template: { spec: { template } } });
    }
  }
  const metadata = picked(saved, ["labels", "annotations"]);
  const hasMetadata = Object.keys(metadata).length > 0;
  return (jobs.length === 0 && hasMetadata ? [[]] : jobs).map((replicatedJobs, nth) => {
    const template = {
      ...(nth === 0 && hasMetadata && { metadata }),
      ...(replicatedJobs.length > 0 && { spec: { replicatedJobs } }),
    };
    return { manager: nth === 0 ? manager : `${manager}-${nth + 1}`, trainingRuntimeSpec: { template } };
  });
}

function patchesToKeep(object: KubeObject): Json[] {
  return arrayOf(at(object, "spec", "runtimePatches")).filter(
    (patch) => at(patch, "manager") !== kueueManager,
  );
}

/** The fields of 2.1 for patches of 2.2, without those that would be empty. */
function overridesOf(patches: readonly Json[]): JsonObject {
  const templates = patches.map((patch) => at(patch, "trainingRuntimeSpec", "template"));
  const merged = (key: string) =>
    templates.reduce<JsonObject>((sum, one) => ({ ...sum, ...objectOf(at(one, "metadata", key)) }), {});
  return picked(
    {
      podTemplateOverrides: templates.flatMap((template) =>
        overridesOfJobs(arrayOf(at(template, "spec", "replicatedJobs"))),
      ),
      labels: merged("labels"),
      annotations: merged("annotations"),
    },
    fieldsOf21,
  );
}

/**
 * One override for neighbours in a patch that it changes in the same way. Neighbours alone: on the way there again each
 * job is where it was.
 */
function overridesOfJobs(jobs: readonly Json[]): JsonObject[] {
  const overrides: { readonly targetJobs: Json[]; readonly change: JsonObject }[] = [];
  for (const job of jobs) {
    const template = at(job, "template", "spec", "template");
    const change = picked(
      { metadata: objectOf(at(template, "metadata")), spec: podOf21(objectOf(at(template, "spec"))) },
      ["metadata", "spec"],
    );
    if (Object.keys(change).length > 0) {
      const target = { name: textOf(at(job, "name")) };
      const last = overrides.at(-1);
      if (last !== undefined && equal(last.change, change)) {
        last.targetJobs.push(target);
      } else {
        overrides.push({ targetJobs: [target], change });
      }
    }
  }
  return overrides.map(({ targetJobs, change }) => ({ targetJobs, ...change }));
}

function podOf21(spec: JsonObject): JsonObject {
  const kept = Object.entries(spec).filter(([name]) => podFieldsOf21.includes(name));
  return Object.fromEntries(
    kept.map(([name, value]): [string, Json] => [
      name,
      listsOfContainers.has(name) ? arrayOf(value).map((container) => containerOf21(container)) : value,
    ]),
  );
}

function containerOf21(container: Json): JsonObject {
  return Object.fromEntries(
    Object.entries(objectOf(container)).filter(([name]) => containerFieldsOf21.includes(name)),
  );
}

/** Some fields of an object: those that are there and not empty. */
function picked(object: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = object[name];
      const empty =
        value === undefined ||
        value === null ||
        (Array.isArray(value) && value.length === 0) ||
        (isObject(value) && Object.keys(value).length === 0);
      return empty ? [] : [[name, value] as const];
    }),
  );
}
