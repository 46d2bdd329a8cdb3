import type { Program } from "../../spec/code";
import type { PlacementArgs } from "../../spec/placement";
import type { QueueArgs } from "../../spec/queue";
import type { RunArgs } from "../../spec/run";
import type { Algorithm, MedianStop, PlainAlgorithm } from "./algorithms";
import type { Metrics } from "./metrics";
import type { SearchParameter } from "./parameters";
import type { Trial } from "./trials";

/**
 * What the run of an Experiment is made from; `pool` and `resources` are those of each pod of a trial, `queue` and
 * `priority` those of each trial.
 */
export interface ExperimentSpecArgs extends PlacementArgs, QueueArgs, RunArgs {
  /** What is sought. */
  readonly objective: Objective;
  /** How the next trial is chosen: an algorithm's name, or it with its settings. Default: `random`. */
  readonly algorithm?: Algorithm | PlainAlgorithm | undefined;
  /** When a trial is stopped before its end. Default: never. */
  readonly earlyStopping?: MedianStop | undefined;
  /** What is searched; at least one. */
  readonly parameters: readonly SearchParameter[];
  /** How many trials run in all. */
  readonly maxTrials: number;
  /** How many run at a time. Default: 2, and no more than `maxTrials`; with hyperband as many as it needs. */
  readonly parallelTrials?: number | undefined;
  /** How many may fail before the search is given up. Default: 1. */
  readonly maxFailedTrials?: number | undefined;
  /**
   * Whether a search that has run all its trials can go on with more. `Never`: a change of `maxTrials` is a new run.
   * `LongRunning` keeps the algorithm's service, `FromVolume` its memory on a volume: `maxTrials`, `parallelTrials` and
   * `maxFailedTrials` then change the run that is there. Default: `Never`; `FromVolume` with population based training.
   */
  readonly resumePolicy?: "Never" | "LongRunning" | "FromVolume" | undefined;
  /** How a trial's metrics are read. Default: from what it prints, `<metric>=<value>` lines. */
  readonly metrics?: Metrics | undefined;
  /** What a trial is. Default: a plain Job, in which `python` runs the program. */
  readonly trial?: Trial | undefined;
  /** The program of a trial; `python` runs it, and `torchrun` in a PyTorchJob or TrainJob. */
  readonly program: Program;
  /** Its command line besides the parameters. Default: nothing. */
  readonly arguments?: readonly string[] | undefined;
  /** Environment variables. Default: none. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /** Container image with the program's interpreter. Default: for a TrainJob its runtime's own; else required. */
  readonly image?: string | undefined;
}

/** What is sought. */
export interface Objective {
  /** Whether large or small is good. */
  readonly type: "maximize" | "minimize";
  /** The metric's name. */
  readonly metric: string;
  /** The search ends once it is reached. Default: none, all trials run. */
  readonly goal?: number | undefined;
  /** Further metrics that are kept and shown. Default: none. */
  readonly additionalMetrics?: readonly string[] | undefined;
}
