import { UserError } from "../../../config/errors";
import { runName } from "../../spec/run";
import { place } from "../../spec/placement";
import { checkQuota, type TenantReference } from "../../spec/tenant";
import {
  algorithmOf,
  algorithmProblems,
  algorithmSettings,
  medianStopSettings,
  parallelTrials,
  resumePolicyOf,
  type Setting,
  settingProblems,
} from "./algorithm-settings";
import type { Algorithm } from "./algorithms";
import type { ExperimentSpecArgs, Objective } from "./experiment-args";
import { type Metrics, metricsProblems, metricsSpec } from "./metrics";
import { parameterProblems, parameterSpec, shellProblem } from "./parameters";
import { nodesOf, trialTemplate } from "./trials";

/** Longest name of an Experiment, of Katib's webhook. */
const longestRun = 40;

/** What a run's name has behind the experiment's own: a dash and a digest. */
const digestLength = 11;

/**
 * Longest name of a JobSet whose pods have names of 63 characters, `<name>-node-0-0-xxxxx`, without what Katib appends
 * to make a trial of a run, a dash and 8 characters.
 */
const longestRunOfTrainJobs = 63 - "-node-0-0-xxxxx".length - 9;

/** The `spec` of the Experiment, with how many trials there are. */
export type ExperimentSpec = ReturnType<typeof experimentSpec>;

/**
 * The `spec` of the Experiment.
 *
 * Katib's webhook completes what is missing and keeps what it finds: everything that it would add is written here,
 * so that the object is whole where no webhook runs and unchanged where one does.
 *
 * @throws UserError where Katib's webhook or the algorithm's service would refuse it, or the platform can't run it
 */
export function experimentSpec(name: string, tenant: TenantReference, args: ExperimentSpecArgs) {
  const owner = `Experiment "${name}"`;
  const algorithm = algorithmOf(args.algorithm);
  const settings = algorithmSettings(algorithm);
  const stopping = args.earlyStopping === undefined ? undefined : medianStopSettings(args.earlyStopping);
  const parallel = args.parallelTrials ?? parallelTrials(algorithm, args.maxTrials);
  const failed = args.maxFailedTrials ?? 1;
  const metrics: Metrics = args.metrics ?? { from: "stdout" };
  check(owner, name, args, {
    algorithm,
    settings: [...settings, ...(stopping ?? [])],
    parallel,
    failed,
    metrics,
  });
  checkDemand(owner, tenant, args, parallel);
  return {
    objective: objectiveSpec(args.objective),
    algorithm: {
      algorithmName: algorithm.name,
      ...(settings.length === 0 ? {} : { algorithmSettings: settings }),
    },
    ...(stopping === undefined
      ? {}
      : {
          earlyStopping: {
            algorithmName: "medianstop",
            ...(stopping.length === 0 ? {} : { algorithmSettings: stopping }),
          },
        }),
    parameters: args.parameters.map(parameterSpec),
    maxTrialCount: args.maxTrials,
    parallelTrialCount: parallel,
    maxFailedTrialCount: failed,
    resumePolicy: resumePolicyOf(algorithm.name, args.resumePolicy),
    metricsCollectorSpec: metricsSpec(metrics),
    trialTemplate: trialTemplate(name, args),
  };
}

/**
 * The name of the run. A search that can go on keeps its name when it gets more trials: Katib takes that change, and
 * no other.
 */
export function experimentRun(name: string, spec: ExperimentSpec, args: ExperimentSpecArgs): string {
  const { maxTrialCount, parallelTrialCount, maxFailedTrialCount, ...search } = spec;
  return runName("Experiment", name, spec.resumePolicy === "Never" ? spec : search, args);
}

function objectiveSpec({ type, metric, goal, additionalMetrics = [] }: Objective) {
  const value = type === "maximize" ? "max" : "min";
  return {
    type,
    objectiveMetricName: metric,
    ...(goal === undefined ? {} : { goal }),
    ...(additionalMetrics.length === 0 ? {} : { additionalMetricNames: [...additionalMetrics] }),
    metricStrategies: [metric, ...additionalMetrics].map((one) => ({ name: one, value })),
  };
}

function checkDemand(
  owner: string,
  tenant: TenantReference,
  args: ExperimentSpecArgs,
  parallel: number,
): void {
  const pods = parallel * nodesOf(args.trial);
  const { cpu, memoryGiB } = args.resources;
  const { accelerators } = place(owner, args);
  checkQuota(owner, tenant, { cpu: pods * cpu, memoryGiB: pods * memoryGiB, gpus: pods * accelerators });
}

interface Decided {
  readonly algorithm: Algorithm;
  readonly settings: readonly Setting[];
  readonly parallel: number;
  readonly failed: number;
  readonly metrics: Metrics;
}

/** What Katib's webhook and services refuse; its schema knows nothing of the fields, so without them all would pass. */
function check(owner: string, name: string, args: ExperimentSpecArgs, decided: Decided): void {
  const { algorithm, settings, parallel, failed, metrics } = decided;
  const { maxTrials, parameters } = args;
  const shell = shellProblem(args.arguments ?? []);
  const problems = [
    ...(args.platform.components.includes("katib") ? [] : ["the platform runs without component katib"]),
    ...nameProblems(name, args),
    ...(wholeFrom(1, maxTrials) ? [] : [`maxTrials is ${maxTrials}; 1 or more`]),
    ...(wholeFrom(1, parallel) ? [] : [`parallelTrials is ${parallel}; 1 or more`]),
    ...(wholeFrom(0, failed) ? [] : [`maxFailedTrials is ${failed}; 0 or more`]),
    ...(wholeFrom(1, nodesOf(args.trial)) ? [] : [`trials have ${nodesOf(args.trial)} nodes; 1 or more`]),
    ...(parallel > maxTrials ? [`${parallel} trials at a time are more than ${maxTrials} in all`] : []),
    ...(failed > maxTrials ? [`${failed} failures are more than ${maxTrials} trials in all`] : []),
    ...parameterProblems(algorithm.name, parameters),
    ...settingProblems(settings),
    ...algorithmProblems(algorithm, parameters, { maxTrials, parallel }),
    ...metricsProblems(metrics),
    ...metricNameProblems(args.objective),
    ...(shell === undefined ? [] : [shell]),
    ...environmentProblems(args.environment ?? {}),
    ...volumeProblems(algorithm, args),
  ];
  if (problems.length > 0) {
    throw new UserError(`${owner}: ${problems.join("; ")}`, "correct what it is given");
  }
}

function wholeFrom(least: number, value: number): boolean {
  return Number.isInteger(value) && value >= least;
}

function nameProblems(name: string, { trial }: ExperimentSpecArgs): string[] {
  const run = trial?.kind === "TrainJob" ? Math.min(longestRun, longestRunOfTrainJobs) : longestRun;
  const longest = run - digestLength;
  return name.length > longest
    ? [`its name has ${name.length} characters; with its run's digest and Katib's own, ${longest} fit`]
    : [];
}

function metricNameProblems({ metric, additionalMetrics = [] }: Objective): string[] {
  const names = [metric, ...additionalMetrics];
  return [
    ...names.filter((one, i) => names.indexOf(one) !== i).map((one) => `metric ${one} is named twice`),
    // Katib hands the names to its collector with semicolons between them.
    ...names.filter((one) => one === "" || one.includes(";")).map((one) => `"${one}" is no name of a metric`),
  ];
}

function environmentProblems(variables: Readonly<Record<string, string>>): string[] {
  return Object.entries(variables)
    .filter(([, value]) => value.includes("${trial"))
    .map(([key]) => `variable ${key} has what Katib takes for a parameter of the trial`);
}

function volumeProblems(algorithm: Algorithm, { resumePolicy, platform }: ExperimentSpecArgs): string[] {
  if (algorithm.name !== "pbt") {
    return [];
  }
  return [
    ...(platform.storageClasses.shared === undefined
      ? ["pbt needs volumes that many nodes mount, and the platform has no class of them"]
      : []),
    ...(resumePolicyOf("pbt", resumePolicy) === "FromVolume"
      ? []
      : ["pbt keeps its checkpoints on the volume of resumePolicy FromVolume"]),
  ];
}
