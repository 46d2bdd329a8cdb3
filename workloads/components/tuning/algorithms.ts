/** How the next trial is chosen, by its name in Katib 0.19; those of neural architecture search are left out. */
export type AlgorithmName = Algorithm["name"];

/** An algorithm with its settings; what is left out has Katib's default. */
export type Algorithm =
  | RandomSearch
  | GridSearch
  | BayesianOptimization
  | TreeParzen
  | MultivariateTreeParzen
  | Hyperband
  | CovarianceMatrixAdaptation
  | Sobol
  | PopulationBased;

/** Algorithms that need no settings; their name will do. */
export type PlainAlgorithm = Exclude<AlgorithmName, "hyperband" | "pbt">;

/** What draws random numbers. */
interface Seeded {
  /** Seed: 0 or more, whole. Default: another one each time. */
  readonly randomState?: number | undefined;
}

/** Every trial for itself, at random. */
export interface RandomSearch extends Seeded {
  readonly name: "random";
}

/** Every combination; every double needs a step, and there are no more trials than combinations. */
export interface GridSearch extends Seeded {
  readonly name: "grid";
}

/** A model of the objective chooses (scikit-optimize). */
export interface BayesianOptimization extends Seeded {
  readonly name: "bayesianoptimization";
  /** The model: Gaussian process, random forest, extra trees or gradient boosting. Default: `GP`. */
  readonly baseEstimator?: "GP" | "RF" | "ET" | "GBRT" | undefined;
  /** Trials at random before the model is asked. Default: 10. */
  readonly initialPoints?: number | undefined;
  /** What is made largest to choose the next trial. Default: `gp_hedge`. */
  readonly acquisition?: "gp_hedge" | "LCB" | "EI" | "PI" | "EIps" | "PIps" | undefined;
  /** How that is done. Default: `auto`. */
  readonly acquisitionOptimizer?: "auto" | "sampling" | "lbfgs" | undefined;
}

/** Tree of Parzen estimators (hyperopt). */
export interface TreeParzen extends Seeded {
  readonly name: "tpe";
  /** Part of the trials that count as good, between 0 and 1. Default: 0.25. */
  readonly gamma?: number | undefined;
  /** Weight of what is known beforehand, above 0. Default: 1. */
  readonly priorWeight?: number | undefined;
  /** Candidates for each trial, 1 or more. Default: 24. */
  readonly candidates?: number | undefined;
}

/** The same over all parameters together (Optuna). */
export interface MultivariateTreeParzen extends Seeded {
  readonly name: "multivariate-tpe";
  /** Trials at random to begin with, 0 or more. Default: 10. */
  readonly startupTrials?: number | undefined;
  /** Candidates for each trial, 0 or more. Default: 24. */
  readonly candidates?: number | undefined;
}

/**
 * Many trials with little of a resource, the best of them again with more. Needs as many trials at a time as its first
 * round has: the largest power of `eta` that is no more than `most`.
 */
export interface Hyperband {
  readonly name: "hyperband";
  /** The parameter that is the resource, such as `epochs`: one of the search's whole numbers. */
  readonly resource: string;
  /** The most that a trial gets of it, 1 or more. */
  readonly most: number;
  /** How much fewer trials each round has, 2 or more, whole. Default: 3. */
  readonly eta?: number | undefined;
}

/** Covariance matrix adaptation (goptuna); needs two numbers or more to search. */
export interface CovarianceMatrixAdaptation extends Seeded {
  readonly name: "cmaes";
  /** What is done when it no longer gets better. Default: `none`. */
  readonly restartStrategy?: "none" | "ipop" | "bipop" | undefined;
  /** Step that it begins with, above 0. Default: a sixth of the smallest range. */
  readonly sigma?: number | undefined;
}

/** A sequence that fills the space evenly (goptuna). */
export interface Sobol {
  readonly name: "sobol";
}

/**
 * Population based training: trials of one generation begin with the checkpoints of the one before, on a volume that
 * all of them mount. Needs a class of shared volumes. Katib's own `resample_probability` is left out: 0.19 compares a
 * text with a number there, and fails.
 */
export interface PopulationBased {
  readonly name: "pbt";
  /** Trials of a generation, 5 or more. */
  readonly population: number;
  /** Part of them that is replaced by better ones, from 0 to 1. */
  readonly truncation: number;
  /** Absolute path of the folder where a trial finds and leaves its checkpoint. */
  readonly checkpoints: string;
}

/** Stops a trial that is worse than the median of others at the same step. */
export interface MedianStop {
  /** Trials that have to have succeeded before any is stopped, 1 or more. Default: 3. */
  readonly minTrials?: number | undefined;
  /** Values of the objective that a trial has reported before it is stopped, 1 or more. Default: 4. */
  readonly startStep?: number | undefined;
}
