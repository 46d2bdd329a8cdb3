import { UserError } from "../../../config/errors";
import { type Program, codeName } from "../../spec/code";
import { type Placement, type PlacementArgs, place } from "../../spec/placement";
import {
  codeFolder,
  codeVolume,
  environment,
  pythonEnvironment,
  restrictedContainer,
  restrictedPod,
  withoutSidecar,
} from "../../spec/pod";
import type { RunArgs } from "../../spec/run";

/** One parameter that is searched; a trial gets it as `--<name>=<value>`. */
export type SearchParameter = NumberParameter | ListParameter;

/** A number out of a range. */
export interface NumberParameter {
  /** Its name, as the program's command line spells it. */
  readonly name: string;
  /** Whole numbers or any. */
  readonly type: "int" | "double";
  /** The smallest value. */
  readonly min: number;
  /** The largest value. */
  readonly max: number;
  /** Distance of two values; grid search needs it. Default: none. */
  readonly step?: number | undefined;
  /** How values are drawn. Default: `uniform`. */
  readonly distribution?: "uniform" | "logUniform" | undefined;
}

/** One out of a list. */
export interface ListParameter {
  /** Its name, as the program's command line spells it. */
  readonly name: string;
  /** Names (`categorical`) or numbers (`discrete`). */
  readonly type: "categorical" | "discrete";
  /** The values. */
  readonly list: readonly (string | number)[];
}

/** What the run of an Experiment is made from; `pool` and `resources` are those of each trial. */
export interface ExperimentSpecArgs extends PlacementArgs, RunArgs {
  /** What is sought. The program prints `<metric>=<value>` lines to standard output. */
  readonly objective: {
    /** Whether large or small is good. */
    readonly type: "maximize" | "minimize";
    /** The metric's name. */
    readonly metric: string;
    /** The search ends once it is reached. Default: none, all trials run. */
    readonly goal?: number | undefined;
  };
  /** How the next trial is chosen. Default: `random`. */
  readonly algorithm?: "random" | "grid" | "bayesianoptimization" | "tpe" | "multivariate-tpe" | undefined;
  /** What is searched; at least one. */
  readonly parameters: readonly SearchParameter[];
  /** How many trials run in all. */
  readonly maxTrials: number;
  /** How many run at a time. Default: 2, and no more than `maxTrials`. */
  readonly parallelTrials?: number | undefined;
  /** How many may fail before the search is given up. Default: 1. */
  readonly maxFailedTrials?: number | undefined;
  /** The program of a trial; `python` runs it. */
  readonly program: Program;
  /** Its command line besides the parameters. Default: nothing. */
  readonly arguments?: readonly string[] | undefined;
  /** Container image with `python`. */
  readonly image: string;
}

/**
 * The `spec` of the Experiment.
 *
 * Katib's webhook completes what is missing and keeps what it finds: everything that it would add is written here,
 * so that the object is whole where no webhook runs and unchanged where one does.
 */
export function experimentSpec(name: string, args: ExperimentSpecArgs) {
  const owner = `Experiment "${name}"`;
  const parallel = args.parallelTrials ?? Math.min(2, args.maxTrials);
  const failed = args.maxFailedTrials ?? 1;
  check(owner, args, parallel, failed);
  const { type, metric, goal } = args.objective;
  return {
    objective: {
      type,
      objectiveMetricName: metric,
      ...(goal === undefined ? {} : { goal }),
      metricStrategies: [{ name: metric, value: type === "maximize" ? "max" : "min" }],
    },
    algorithm: { algorithmName: args.algorithm ?? "random" },
    parameters: args.parameters.map(parameterSpec),
    maxTrialCount: args.maxTrials,
    parallelTrialCount: parallel,
    maxFailedTrialCount: failed,
    resumePolicy: "Never",
    metricsCollectorSpec: { collector: { kind: "StdOut" } },
    trialTemplate: {
      primaryContainerName: trialContainer,
      successCondition: condition("Complete"),
      failureCondition: condition("Failed"),
      trialParameters: args.parameters.map((parameter) => ({
        name: parameter.name,
        reference: parameter.name,
      })),
      trialSpec: trialJob(name, args, place(owner, args)),
    },
  };
}

const trialContainer = "trial";

function trialJob(name: string, args: ExperimentSpecArgs, placement: Placement) {
  const { volume, mount } = codeVolume(codeName(name, args.program.files));
  const searched = args.parameters.map(
    (parameter) => `--${parameter.name}=\${trialParameters.${parameter.name}}`,
  );
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    spec: {
      backoffLimit: 0,
      template: {
        metadata: { labels: withoutSidecar },
        spec: {
          ...placement.pod,
          automountServiceAccountToken: false,
          containers: [
            {
              name: trialContainer,
              image: args.image,
              // All in `command`: Katib's collector wraps exactly this line to read what it prints.
              command: [
                "python",
                `${codeFolder}/${args.program.entrypoint}`,
                ...(args.arguments ?? []),
                ...searched,
              ],
              env: environment(pythonEnvironment),
              resources: placement.resources,
              securityContext: restrictedContainer,
              volumeMounts: [mount],
            },
          ],
          restartPolicy: "Never",
          securityContext: restrictedPod,
          volumes: [volume],
        },
      },
    },
  };
}

function parameterSpec(parameter: SearchParameter) {
  if ("list" in parameter) {
    const list = parameter.list.map(String);
    return {
      name: parameter.name,
      parameterType: parameter.type,
      feasibleSpace: { list, distribution: "uniform" },
    };
  }
  const { name, type, min, max, step, distribution } = parameter;
  return {
    name,
    parameterType: type,
    feasibleSpace: {
      min: String(min),
      max: String(max),
      ...(step === undefined ? {} : { step: String(step) }),
      distribution: distribution ?? "uniform",
    },
  };
}

/** In Katib's language: the job has a condition of this type, and it is true. */
function condition(type: "Complete" | "Failed"): string {
  return `status.conditions.#(type=="${type}")#|#(status=="True")#`;
}

/** What Katib's webhook refuses; its schema knows nothing of the fields, so without a webhook all would pass. */
function check(owner: string, args: ExperimentSpecArgs, parallel: number, failed: number): void {
  const problems = [
    ...(args.parameters.length === 0 ? ["it searches no parameter"] : []),
    ...(parallel > args.maxTrials
      ? [`${parallel} trials at a time are more than ${args.maxTrials} in all`]
      : []),
    ...(failed > args.maxTrials ? [`${failed} failures are more than ${args.maxTrials} trials in all`] : []),
    ...args.parameters.flatMap((parameter) => parameterProblem(parameter, args.algorithm) ?? []),
  ];
  if (problems.length > 0) {
    throw new UserError(`${owner}: ${problems.join("; ")}`, "correct what it is given");
  }
}

function parameterProblem(
  parameter: SearchParameter,
  algorithm: ExperimentSpecArgs["algorithm"],
): string | undefined {
  const { name } = parameter;
  if ("list" in parameter) {
    return parameter.list.length === 0 ? `the list of ${name} is empty` : undefined;
  }
  if (parameter.min > parameter.max) {
    return `min ${parameter.min} of ${name} is above max ${parameter.max}`;
  }
  return algorithm === "grid" && parameter.type === "double" && parameter.step === undefined
    ? `grid search needs a step for ${name}`
    : undefined;
}
