import assert from "node:assert/strict";
import type { AlgorithmName } from "./algorithms";
import { parameterProblems, type SearchParameter, shellProblem } from "./parameters";

const rate = { name: "lr", type: "double", min: 0.001, max: 1 } as const;
const layers = { name: "layers", type: "int", min: 1, max: 5 } as const;
const kind = { name: "kind", type: "categorical", list: ["a", "b"] } as const;

describe("parameterProblems", () => {
  const fine: [AlgorithmName, SearchParameter[]][] = [
    ["random", [{ ...rate, distribution: "logUniform", step: 0.1 }, layers, kind]],
    ["tpe", [rate, { ...layers, distribution: "logUniform" }]],
    [
      "multivariate-tpe",
      [
        { ...rate, distribution: "logUniform" },
        { ...layers, step: 2 },
      ],
    ],
    ["bayesianoptimization", [{ ...rate, distribution: "logUniform" }, layers]],
    ["grid", [{ ...rate, step: 0.1 }, layers, kind]],
    ["cmaes", [{ ...rate, step: 0.1 }, layers]],
    ["hyperband", [rate, { name: "width", type: "discrete", list: [8, 16] }]],
  ];
  for (const [algorithm, parameters] of fine) {
    it(`finds nothing wrong with what ${algorithm} keeps to`, () => {
      assert.deepEqual(parameterProblems(algorithm, parameters), []);
    });
  }

  const wrong: [AlgorithmName, SearchParameter[], string[]][] = [
    ["random", [], ["it searches no parameter"]],
    ["random", [rate, rate], ["there are two parameters lr"]],
    [
      "random",
      [{ ...rate, name: "a b" }],
      ['"a b" is no name of a parameter: letters, digits and _.- after a letter'],
    ],
    ["random", [{ ...layers, min: 2, max: 1 }], ["min 2 of layers is above max 1"]],
    ["random", [{ ...layers, step: 0.5 }], ["layers is int and has fractions"]],
    ["random", [{ ...rate, step: 0 }], ["step 0 of lr is not above 0"]],
    ["random", [{ ...rate, max: NaN }], ["lr has a bound that is no number"]],
    [
      "random",
      [{ ...rate, min: 0, distribution: "logUniform" }],
      ["lr is drawn by its logarithm, and min 0 has none"],
    ],
    ["random", [{ ...kind, list: [] }], ["the list of kind is empty"]],
    ["random", [{ ...kind, list: ["1", 1] }], ["the list of kind has a value twice"]],
    [
      "random",
      [{ name: "size", type: "discrete", list: [1, "two"] }],
      ["the list of size is discrete and has other values than numbers"],
    ],
    ["grid", [rate], ["grid search needs a step for lr"]],
    ["pbt", [rate], ["pbt needs a step for lr"]],
    ["sobol", [{ ...rate, distribution: "logUniform" }], ["sobol knows no distribution logUniform for lr"]],
    [
      "bayesianoptimization",
      [rate],
      ["bayesianoptimization draws doubles by their logarithm: set distribution logUniform for lr"],
    ],
    [
      "bayesianoptimization",
      [{ ...layers, distribution: "logUniform" }],
      ["bayesianoptimization knows no distribution logUniform for layers"],
    ],
    ["hyperband", [{ ...rate, step: 0.1 }], ["hyperband would ignore the step of lr"]],
    [
      "multivariate-tpe",
      [{ ...rate, step: 0.1, distribution: "logUniform" }],
      ["multivariate-tpe would ignore the step of lr"],
    ],
    [
      "hyperband",
      [{ name: "size", type: "discrete", list: [0.5] }],
      ["hyperband takes whole numbers alone for size"],
    ],
  ];
  for (const [algorithm, parameters, problems] of wrong) {
    it(`finds that ${problems[0] ?? ""}`, () => {
      assert.deepEqual(parameterProblems(algorithm, parameters), problems);
    });
  }
});

describe("shellProblem", () => {
  it("lets through what a shell hands on as it is", () => {
    assert.equal(shellProblem(["--data=s3://b/team-a/x.csv", "-v", "a,b", "0.1", "50%"]), undefined);
  });
  for (const word of ["a b", "$HOME", "a;b", "'a'", "${trialParameters.x}", "*", ""]) {
    it(`stops at ${JSON.stringify(word)}`, () => {
      assert.ok(shellProblem(["a", word])?.startsWith(`"${word}" can't be`));
    });
  }
});
