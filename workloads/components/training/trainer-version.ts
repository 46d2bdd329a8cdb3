import type { PlatformOutputs } from "../../../contract";

/** What is changed in the pods of a runtime, in the fields that both versions of Trainer have. */
export interface PodChange {
  /** The runtime's jobs that it is for. */
  readonly jobs: readonly string[];
  readonly metadata: {
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  };
  /** Fields of a pod spec; containers are merged by name. */
  readonly spec: object;
}

/** The fields of a TrainJob's `spec` that change what a runtime makes: those of one version of Trainer. */
export interface RuntimeChange {
  /** Trainer 2.1: labels of the JobSet. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Trainer 2.1. */
  readonly podTemplateOverrides?: readonly object[];
  /** Trainer 2.2. */
  readonly runtimePatches?: readonly object[];
}

/** Releases of Kubeflow with Trainer 2.1, whose API Trainer 2.2 of the next one changes. */
const withTrainer21: ReadonlySet<string> = new Set(["26.03"]);

/** Who writes a patch; the name of a label, as the definition asks for. */
const manager = "kubeflow-on-aws/workloads";

/** Whether a release has Trainer 2.1. */
export function hasTrainer21({ release }: Pick<PlatformOutputs, "release">): boolean {
  return withTrainer21.has(release);
}

/**
 * The platform as the first release has it, for what a name stands for: what is trained, not how a release writes it. A
 * platform that goes to another release, or back, trains nothing anew: an upgrade makes of the objects what a program of
 * that release would write (manifests/crds/conversions).
 */
export function asNamed<Platform extends Pick<PlatformOutputs, "release">>(platform: Platform): Platform {
  return { ...platform, release: "26.03" };
}

/**
 * A `spec` in the words of all versions, for a TrainJob that a controller makes later of a text that can't be changed:
 * the API server takes the fields that it knows, and leaves out the others.
 */
export function inAllVersions<Platform extends Pick<PlatformOutputs, "release">, Spec extends RuntimeChange>(
  platform: Platform,
  specOn: (platform: Platform) => Spec,
): Spec {
  return {
    ...specOn({ ...platform, release: "26.03.1-rc.2" }),
    ...specOn({ ...platform, release: "26.03" }),
  };
}

/**
 * All that depends on Trainer's version: 2.1 has `labels` and `podTemplateOverrides`, 2.2 has `runtimePatches` for both.
 * In either way the labels get to the JobSet that Trainer makes, which is what Kueue queues with Trainer 2.1.
 */
export function runtimeChange(
  platform: Pick<PlatformOutputs, "release">,
  labels: Readonly<Record<string, string>>,
  { jobs, metadata, spec }: PodChange,
): RuntimeChange {
  const labelled = Object.keys(labels).length > 0;
  if (hasTrainer21(platform)) {
    return {
      ...(labelled ? { labels } : {}),
      podTemplateOverrides: [{ targetJobs: jobs.map((name) => ({ name })), metadata, spec }],
    };
  }
  const template = {
    ...(labelled ? { metadata: { labels } } : {}),
    spec: {
      replicatedJobs: jobs.map((name) => ({
        name,
        template: { spec: { template: { metadata, spec } } },
      })),
    },
  };
  return { runtimePatches: [{ manager, trainingRuntimeSpec: { template } }] };
}
