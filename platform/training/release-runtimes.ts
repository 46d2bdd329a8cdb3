import {
  arrayOf,
  isObject,
  type Json,
  type JsonObject,
  type Manifest,
  objectKey,
  objectOf,
  type Transform,
} from "../../manifests";
import { acceleratedPools, tolerationsOf } from "../pools";
import type { Setting } from "../part";

/** Jobs of a runtime that train; the others fetch models and data sets. */
const trainingJobs: ReadonlySet<string> = new Set(["launcher", "node"]);

/** The one container of these jobs; Trainer 2.1 gives it the image, the command and the resources of a TrainJob. */
const trainingContainer = "node";

/** Where frameworks look for shared memory; a container has 64 MiB of it otherwise. */
export const sharedMemory = { name: "shm", mountPath: "/dev/shm" } as const;

/** The volume behind {@link sharedMemory}. */
export function sharedMemoryVolume({ config }: Pick<Setting, "config">): JsonObject {
  const { sharedMemoryGiB } = config.training;
  const sizeLimit: JsonObject = sharedMemoryGiB === undefined ? {} : { sizeLimit: `${sharedMemoryGiB}Gi` };
  return { name: sharedMemory.name, emptyDir: { medium: "Memory", ...sizeLimit } };
}

/**
 * No sidecar: pods of one job talk to one another at ports that no Service names, and Istio sends that as it is, which a
 * sidecar at the other end refuses where the mesh takes nothing but mutual TLS.
 */
export const outsideOfMesh = { "sidecar.istio.io/inject": "false" } as const;

/**
 * What the release's ClusterTrainingRuntimes lack to train on GPUs and on several nodes: tolerations of GPU nodes,
 * shared memory, no sidecar. Jobs are started whole or not at all by Kueue, by the label `kueue.x-k8s.io/queue-name` of
 * a TrainJob: `podGroupPolicy` stays unset.
 *
 * @throws Error where a runtime has no job that trains
 */
export function trainingRuntimes(setting: Setting): Transform {
  const tolerations = tolerationsOf(acceleratedPools(setting.infra));
  const change = (job: Json, manifest: Manifest) =>
    isObject(job) && typeof job.name === "string" && trainingJobs.has(job.name)
      ? trainingJob(job, manifest, setting, tolerations)
      : job;
  return (manifest) => {
    if (manifest.kind !== "ClusterTrainingRuntime") {
      return manifest;
    }
    const spec = objectIn(manifest, manifest.spec);
    const template = objectIn(manifest, spec.template);
    const jobSet = objectIn(manifest, template.spec);
    const before = arrayOf(jobSet.replicatedJobs);
    const replicatedJobs = before.map((job) => change(job, manifest));
    if (replicatedJobs.every((job, i) => job === before[i])) {
      throw new Error(`${objectKey(manifest)} has no job named ${[...trainingJobs].join(" or ")}`);
    }
    return { ...manifest, spec: { ...spec, template: { ...template, spec: { ...jobSet, replicatedJobs } } } };
  };
}

function trainingJob(
  job: JsonObject,
  manifest: Manifest,
  setting: Setting,
  tolerations: JsonObject[],
): JsonObject {
  const template = objectIn(manifest, job.template);
  const jobSpec = objectIn(manifest, template.spec);
  const podTemplate = objectIn(manifest, jobSpec.template);
  const metadata = objectOf(podTemplate.metadata);
  const labels = objectOf(metadata.labels);
  const podSpec = objectIn(manifest, podTemplate.spec);
  const pod = {
    metadata: { ...metadata, labels: { ...labels, ...outsideOfMesh } },
    spec: {
      ...withSharedMemory(podSpec, manifest, setting),
      ...(tolerations.length === 0 ? {} : { tolerations }),
    },
  };
  return { ...job, template: { ...template, spec: { ...jobSpec, template: pod } } };
}

function withSharedMemory(podSpec: JsonObject, manifest: Manifest, setting: Setting): JsonObject {
  const before = arrayOf(podSpec.containers);
  const containers = before.map((container) =>
    isObject(container) && container.name === trainingContainer
      ? { ...container, volumeMounts: [...listIn(container.volumeMounts), { ...sharedMemory }] }
      : container,
  );
  if (containers.every((container, i) => container === before[i])) {
    throw new Error(`${objectKey(manifest)} has a job without a container named ${trainingContainer}`);
  }
  return { ...podSpec, containers, volumes: [...listIn(podSpec.volumes), sharedMemoryVolume(setting)] };
}

function listIn(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}

function objectIn(manifest: Manifest, value: unknown): JsonObject {
  if (!isObject(value)) {
    throw new Error(`${objectKey(manifest)} has no job with a pod template`);
  }
  return value;
}
