import type { AlgorithmName } from "./algorithms";

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
  /** Distance of two values; grid search and population based training need it for doubles. Default: none. */
  readonly step?: number | undefined;
  /**
   * How values are drawn. Default: `uniform`. What an algorithm would not keep to is refused: Bayesian optimization
   * draws doubles by their logarithm only, most others know nothing but `uniform`.
   */
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

/**
 * What an algorithm makes of a parameter's fields, as its service in Katib 0.19 does (pkg/suggestion/v1beta1): it
 * ignores without a word what it doesn't know.
 */
interface Ability {
  /** `both`; `uniform` alone; `logOfDoubles`: doubles always by their logarithm, whole numbers never. */
  readonly distributions: "both" | "uniform" | "logOfDoubles";
  /** Whether steps are kept to, needed (by doubles), or ignored. */
  readonly step: "kept" | "needed" | "ignored";
  /** Whether a step is kept to when values are drawn by their logarithm too. */
  readonly stepOfLog: boolean;
}

const hyperopt: Ability = { distributions: "both", step: "kept", stepOfLog: true };
const optuna: Ability = { distributions: "both", step: "kept", stepOfLog: false };
const goptuna: Ability = { distributions: "uniform", step: "kept", stepOfLog: false };
const steps: Ability = { distributions: "uniform", step: "needed", stepOfLog: false };

const abilities: Readonly<Record<AlgorithmName, Ability>> = {
  random: hyperopt,
  tpe: hyperopt,
  grid: steps,
  "multivariate-tpe": optuna,
  bayesianoptimization: { distributions: "logOfDoubles", step: "ignored", stepOfLog: false },
  cmaes: goptuna,
  sobol: goptuna,
  hyperband: { distributions: "uniform", step: "ignored", stepOfLog: false },
  pbt: steps,
};

/** A parameter as the Experiment has it. */
export function parameterSpec(parameter: SearchParameter) {
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

/** Katib's collector runs a trial's command line in a shell, word by word: these characters mean nothing to it. */
const plain = /^[\w@%+=:,./-]*$/;

/** What of a command line the shell would not hand on as it is; undefined where all of it does. */
export function shellProblem(words: readonly string[]): string | undefined {
  const wrong = words.find((word) => word === "" || !plain.test(word));
  return wrong === undefined
    ? undefined
    : `"${wrong}" can't be on a trial's command line, which Katib hands to a shell: letters, digits and _@%+=:,./- alone`;
}

/** What is wrong with the parameters, for an algorithm. */
export function parameterProblems(
  algorithm: AlgorithmName,
  parameters: readonly SearchParameter[],
): string[] {
  const names = parameters.map(({ name }) => name);
  return [
    ...(parameters.length === 0 ? ["it searches no parameter"] : []),
    ...names.filter((name, i) => names.indexOf(name) !== i).map((name) => `there are two parameters ${name}`),
    ...names
      .filter((name) => !/^[A-Za-z][\w.-]*$/.test(name))
      .map((name) => `"${name}" is no name of a parameter: letters, digits and _.- after a letter`),
    ...parameters.flatMap((parameter) =>
      "list" in parameter ? listProblems(algorithm, parameter) : numberProblems(algorithm, parameter),
    ),
  ];
}

function listProblems(algorithm: AlgorithmName, { name, type, list }: ListParameter): string[] {
  const numbers = list.map(Number);
  const shell = shellProblem(list.map(String));
  return [
    ...(list.length === 0 ? [`the list of ${name} is empty`] : []),
    ...(new Set(list.map(String)).size < list.length ? [`the list of ${name} has a value twice`] : []),
    ...(shell === undefined ? [] : [`${name}: ${shell}`]),
    ...(type === "discrete" && !numbers.every(Number.isFinite)
      ? [`the list of ${name} is discrete and has other values than numbers`]
      : []),
    ...(algorithm === "hyperband" && type === "discrete" && !numbers.every(Number.isInteger)
      ? [`hyperband takes whole numbers alone for ${name}`]
      : []),
  ];
}

function numberProblems(algorithm: AlgorithmName, parameter: NumberParameter): string[] {
  const { name, type, min, max, step, distribution = "uniform" } = parameter;
  const { distributions, step: use, stepOfLog } = abilities[algorithm];
  const values = [min, max, ...(step === undefined ? [] : [step])];
  const isLog = distribution === "logUniform";
  const onlyLog = distributions === "logOfDoubles" && type === "double";
  return [
    ...(values.every(Number.isFinite) ? [] : [`${name} has a bound that is no number`]),
    ...(type === "int" && !values.every(Number.isInteger) ? [`${name} is int and has fractions`] : []),
    ...(min > max ? [`min ${min} of ${name} is above max ${max}`] : []),
    ...(step !== undefined && step <= 0 ? [`step ${step} of ${name} is not above 0`] : []),
    ...(isLog && min <= 0 ? [`${name} is drawn by its logarithm, and min ${min} has none`] : []),
    ...(isLog && !onlyLog && distributions !== "both"
      ? [`${algorithm} knows no distribution logUniform for ${name}`]
      : []),
    ...(onlyLog && !isLog
      ? [`${algorithm} draws doubles by their logarithm: set distribution logUniform for ${name}`]
      : []),
    ...(use === "needed" && type === "double" && step === undefined
      ? [`${algorithm === "grid" ? "grid search" : algorithm} needs a step for ${name}`]
      : []),
    ...(step !== undefined && (use === "ignored" || (isLog && !stepOfLog))
      ? [`${algorithm} would ignore the step of ${name}`]
      : []),
  ];
}
