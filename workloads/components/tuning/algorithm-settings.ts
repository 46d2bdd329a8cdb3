import type { Algorithm, AlgorithmName, MedianStop, PlainAlgorithm } from "./algorithms";
import type { SearchParameter } from "./parameters";

/** A setting as Katib takes it: everything is text. */
export interface Setting {
  readonly name: string;
  readonly value: string;
}

type Value = string | number | undefined;

/** Which values a setting takes, as Katib's services check it, or stricter where they would fail later. */
interface Rule {
  readonly allowed: string;
  readonly fits: (value: number) => boolean;
}

const wholeFrom = (least: number): Rule => ({
  allowed: `whole numbers from ${least}`,
  fits: (value) => Number.isInteger(value) && value >= least,
});
const above = (least: number): Rule => ({
  allowed: `numbers above ${least}`,
  fits: (value) => Number.isFinite(value) && value > least,
});

/** The rules of numbers, by Katib's names (pkg/suggestion/v1beta1 and pkg/earlystopping/v1beta1 of 0.19). */
const rules: Readonly<Record<string, Rule>> = {
  random_state: wholeFrom(0),
  n_initial_points: wholeFrom(0),
  gamma: { allowed: "numbers between 0 and 1", fits: (value) => value > 0 && value < 1 },
  prior_weight: above(0),
  n_EI_candidates: wholeFrom(1),
  n_startup_trials: wholeFrom(0),
  n_ei_candidates: wholeFrom(0),
  // The service takes 0 and 1 too, and then divides by the logarithm of it.
  eta: wholeFrom(2),
  r_l: wholeFrom(1),
  sigma: above(0),
  n_population: wholeFrom(5),
  truncation_threshold: { allowed: "numbers from 0 to 1", fits: (value) => value >= 0 && value <= 1 },
  min_trials_required: wholeFrom(1),
  start_step: wholeFrom(1),
};

const defaultEta = 3;

/** The algorithm of a name without settings, or the one that is given. */
export function algorithmOf(algorithm: Algorithm | PlainAlgorithm | undefined): Algorithm {
  return typeof algorithm === "object" ? algorithm : { name: algorithm ?? "random" };
}

/** The settings of an algorithm, in Katib's names. */
export function algorithmSettings(algorithm: Algorithm): Setting[] {
  return written(settingsOf(algorithm));
}

/** The settings of early stopping, in Katib's names. */
export function medianStopSettings({ minTrials, startStep }: MedianStop): Setting[] {
  return written({ min_trials_required: minTrials, start_step: startStep });
}

function settingsOf(algorithm: Algorithm): Readonly<Record<string, Value>> {
  switch (algorithm.name) {
    case "random":
    case "grid":
      return { random_state: algorithm.randomState };
    case "bayesianoptimization":
      return {
        base_estimator: algorithm.baseEstimator,
        n_initial_points: algorithm.initialPoints,
        acq_func: algorithm.acquisition,
        acq_optimizer: algorithm.acquisitionOptimizer,
        random_state: algorithm.randomState,
      };
    case "tpe":
      return {
        gamma: algorithm.gamma,
        prior_weight: algorithm.priorWeight,
        n_EI_candidates: algorithm.candidates,
        random_state: algorithm.randomState,
      };
    case "multivariate-tpe":
      return {
        n_startup_trials: algorithm.startupTrials,
        n_ei_candidates: algorithm.candidates,
        random_state: algorithm.randomState,
      };
    case "hyperband":
      return { resource_name: algorithm.resource, r_l: algorithm.most, eta: algorithm.eta };
    case "cmaes":
      return {
        restart_strategy: algorithm.restartStrategy,
        sigma: algorithm.sigma,
        random_state: algorithm.randomState,
      };
    case "sobol":
      return {};
    case "pbt":
      return {
        suggestion_trial_dir: algorithm.checkpoints,
        n_population: algorithm.population,
        truncation_threshold: algorithm.truncation,
      };
  }
}

function written(settings: Readonly<Record<string, Value>>): Setting[] {
  return Object.entries(settings).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name, value: String(value) }],
  );
}

/** How many trials the first round of hyperband has, and so how many have to run at a time. */
export function hyperbandTrials(most: number, eta = defaultEta): number {
  let trials = 1;
  while (eta >= 2 && trials * eta <= most) {
    trials *= eta;
  }
  return trials;
}

/** How many combinations a grid has; a double without a step counts as one value. */
export function combinations(parameters: readonly SearchParameter[]): number {
  return parameters.reduce((product, parameter) => product * valuesOf(parameter), 1);
}

function valuesOf(parameter: SearchParameter): number {
  if ("list" in parameter) {
    return parameter.list.length;
  }
  const { min, max, type, step = type === "int" ? 1 : undefined } = parameter;
  if (step === undefined || step <= 0) {
    return 1;
  }
  // As the service counts them, with its rounding: numpy's arange up to one step more, without what is above the end.
  const reached = Math.ceil((max + step - min) / step);
  return min + (reached - 1) * step > max ? reached - 1 : reached;
}

/** What is wrong with an algorithm's or early stopping's settings. */
export function settingProblems(settings: readonly Setting[]): string[] {
  return settings.flatMap(({ name, value }) => {
    const rule = rules[name];
    return rule === undefined || rule.fits(Number(value))
      ? []
      : [`${name} is ${value}; it takes ${rule.allowed}`];
  });
}

/** What is wrong between an algorithm and what it searches. */
export function algorithmProblems(
  algorithm: Algorithm,
  parameters: readonly SearchParameter[],
  { maxTrials, parallel }: { readonly maxTrials: number; readonly parallel: number },
): string[] {
  switch (algorithm.name) {
    case "grid": {
      const most = combinations(parameters);
      return maxTrials > most ? [`${maxTrials} trials are more than the grid's ${most} combinations`] : [];
    }
    case "hyperband": {
      const first = hyperbandTrials(algorithm.most, algorithm.eta);
      const resource = parameters.find(({ name }) => name === algorithm.resource);
      return [
        ...(resource === undefined ? [`hyperband's resource ${algorithm.resource} is no parameter`] : []),
        ...(resource !== undefined && resource.type !== "int"
          ? [`hyperband's resource ${algorithm.resource} is ${resource.type}; it has to be int`]
          : []),
        ...(parallel < first
          ? [`hyperband's first round has ${first} trials, and ${parallel} run at a time`]
          : []),
      ];
    }
    case "cmaes":
      return parameters.filter((parameter) => !("list" in parameter)).length < 2
        ? ["cmaes needs two or more numbers to search"]
        : [];
    case "pbt":
      return /^\/[^/]/.test(algorithm.checkpoints) ? [] : ["pbt's checkpoints are no absolute path"];
    case "random":
    case "bayesianoptimization":
    case "tpe":
    case "multivariate-tpe":
    case "sobol":
      return [];
  }
}

/** How many trials run at a time where nobody says so. */
export function parallelTrials(algorithm: Algorithm, maxTrials: number): number {
  return algorithm.name === "hyperband"
    ? hyperbandTrials(algorithm.most, algorithm.eta)
    : Math.min(2, maxTrials);
}

/** What an Experiment remembers when it has ended: population based training keeps its volume, or has none. */
export function resumePolicyOf(
  name: AlgorithmName,
  wanted: "Never" | "LongRunning" | "FromVolume" | undefined,
): "Never" | "LongRunning" | "FromVolume" {
  return wanted ?? (name === "pbt" ? "FromVolume" : "Never");
}
