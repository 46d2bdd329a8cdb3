import { UserError } from "../../../config/errors";
import { codeName } from "../../spec/code";
import { imageOf } from "../../spec/image";
import { place } from "../../spec/placement";
import {
  codeFolder,
  codeVolume,
  environment,
  jobSpec,
  pythonEnvironment,
  restrictedContainer,
} from "../../spec/pod";
import { queueLabels } from "../../spec/queue";
import { pyTorchJobSpec } from "../training/pytorch-job";
import { trainJobSpec } from "../training/train-job";
import { inAllVersions } from "../training/trainer-version";
import type { ExperimentSpecArgs } from "./experiment-args";

/** What a trial is. Katib 0.19 of release 26.03 takes these kinds, and others that nothing here makes. */
export type Trial = JobTrial | PyTorchJobTrial | TrainJobTrial;

/** One pod. */
export interface JobTrial {
  readonly kind: "Job";
}

/** PyTorch on several nodes with Training Operator v1; the metrics are the master's. */
export interface PyTorchJobTrial {
  readonly kind: "PyTorchJob";
  /** Nodes of a trial, the master among them. Default: 1. */
  readonly nodes?: number | undefined;
  /** Processes on each node. Default: one an accelerator, and one where there are none. */
  readonly processesPerNode?: number | undefined;
}

/** PyTorch on several nodes with Kubeflow Trainer; the metrics are the first node's. */
export interface TrainJobTrial {
  readonly kind: "TrainJob";
  /** Nodes of a trial. Default: 1. */
  readonly nodes?: number | undefined;
  /** Processes on each node. Default: one an accelerator, and one where there are none. */
  readonly processesPerNode?: number | undefined;
  /** Name of the ClusterTrainingRuntime, one whose job and container are called `node`. Default: `torch-distributed`. */
  readonly runtime?: string | undefined;
}

/** What Katib has to know of a kind. */
interface Kind {
  /** The container whose command line it wraps to read the metrics. */
  readonly container: string;
  /** The condition of a job that has succeeded. */
  readonly success: "Complete" | "Succeeded";
  /** The pod of it, where there are several. */
  readonly pod?: Readonly<Record<string, string>>;
  /** The platform component that runs it. */
  readonly component?: string;
}

/** By kind; as Katib's webhook fills it in (0.19.0, pkg/apis/controller/experiments/v1beta1/constants.go). */
const kinds: Readonly<Record<Trial["kind"], Kind>> = {
  Job: { container: "trial", success: "Complete" },
  PyTorchJob: {
    container: "pytorch",
    success: "Succeeded",
    pod: { "training.kubeflow.org/job-role": "master" },
    component: "trainingOperator",
  },
  TrainJob: {
    container: "node",
    success: "Complete",
    pod: {
      "jobset.sigs.k8s.io/replicatedjob-name": "node",
      "batch.kubernetes.io/job-completion-index": "0",
    },
    component: "trainer",
  },
};

/**
 * The `trialTemplate` of the Experiment.
 *
 * @throws UserError where the platform can't run trials of the kind, or they have no image
 */
export function trialTemplate(name: string, args: ExperimentSpecArgs) {
  const owner = `Experiment "${name}"`;
  const trial = args.trial ?? { kind: "Job" };
  const kind = kinds[trial.kind];
  if (kind.component !== undefined && !args.platform.components.includes(kind.component)) {
    throw new UserError(
      `${owner}: trials of kind ${trial.kind} need the platform component ${kind.component}, which is switched off`,
      `switch ${kind.component} on in kubeflow-platform:components, or use another kind`,
    );
  }
  return {
    primaryContainerName: kind.container,
    ...(kind.pod === undefined ? {} : { primaryPodLabels: kind.pod }),
    successCondition: condition(kind.success),
    failureCondition: condition("Failed"),
    trialParameters: args.parameters.map((parameter) => ({
      name: parameter.name,
      reference: parameter.name,
    })),
    trialSpec: trialSpec(owner, name, trial, args),
  };
}

/** How many pods of the size that is asked for a trial has. */
export function nodesOf(trial: Trial | undefined): number {
  return trial === undefined || trial.kind === "Job" ? 1 : (trial.nodes ?? 1);
}

function trialSpec(owner: string, name: string, trial: Trial, args: ExperimentSpecArgs) {
  const labels = queueLabels(owner, args, args.platform);
  const metadata = Object.keys(labels).length === 0 ? {} : { metadata: { labels } };
  const common = {
    ...args,
    arguments: [
      ...(args.arguments ?? []),
      ...args.parameters.map((parameter) => `--${parameter.name}=\${trialParameters.${parameter.name}}`),
    ],
  };
  switch (trial.kind) {
    case "Job":
      return { apiVersion: "batch/v1", kind: "Job", ...metadata, spec: trialJob(owner, name, common) };
    case "PyTorchJob": {
      const { nodes, processesPerNode } = trial;
      const spec = pyTorchJobSpec(name, {
        ...common,
        nodes,
        processesPerNode,
        image: image(owner, trial, args),
      });
      return { apiVersion: "kubeflow.org/v1", kind: "PyTorchJob", ...metadata, spec };
    }
    case "TrainJob": {
      const { nodes, processesPerNode, runtime } = trial;
      checkRuntime(owner, runtime);
      const own = args.image === undefined ? undefined : image(owner, trial, args);
      // Katib takes no change of what its trials are, and a search may go on after an upgrade.
      const spec = inAllVersions(args.platform, (platform) =>
        trainJobSpec(name, { ...common, platform, nodes, processesPerNode, runtime, image: own }),
      );
      return {
        apiVersion: "trainer.kubeflow.org/v1alpha1",
        kind: "TrainJob",
        // What is queued is the JobSet that Trainer makes, which gets the labels of the spec.
        spec: { ...spec, ...(Object.keys(labels).length === 0 ? {} : { labels }) },
      };
    }
  }
}

function trialJob(owner: string, name: string, args: ExperimentSpecArgs) {
  const placement = place(owner, args);
  const { volume, mount } = codeVolume(codeName(name, args.program.files));
  const job = jobSpec(0, placement.pod, {
    name: kinds.Job.container,
    image: image(owner, { kind: "Job" }, args),
    // All in `command`: Katib's collector wraps exactly this line to read what it prints.
    command: ["python", `${codeFolder}/${args.program.entrypoint}`, ...(args.arguments ?? [])],
    env: environment({ ...pythonEnvironment, ...args.environment }),
    resources: placement.resources,
    securityContext: restrictedContainer,
    volumeMounts: [mount],
  });
  return { ...job, template: { ...job.template, spec: { ...job.template.spec, volumes: [volume] } } };
}

/** Runtimes of MPI: a job `launcher` prints what Katib would look for at `node`. */
const launched = ["deepspeed-distributed", "mlx-distributed"];

function checkRuntime(owner: string, runtime: string | undefined): void {
  if (runtime !== undefined && launched.includes(runtime)) {
    throw new UserError(
      `${owner}: runtime ${runtime} trains from a launcher, and the metrics of a trial are read at its first node`,
      "use a runtime of torch: DeepSpeed works under torchrun too",
    );
  }
}

function image(owner: string, { kind }: Trial, args: ExperimentSpecArgs): string {
  if (args.image === undefined) {
    throw new UserError(`${owner}: trials of kind ${kind} have no image of their own`, "name one in image");
  }
  return imageOf(owner, args.image, args.platform);
}

/** In Katib's language: the job has a condition of this type, and it is true. */
function condition(type: "Complete" | "Succeeded" | "Failed"): string {
  return `status.conditions.#(type=="${type}")#|#(status=="True")#`;
}
