import assert from "node:assert/strict";
import fc from "fast-check";
import type { Algorithm } from "./algorithms";
import {
  algorithmOf,
  algorithmProblems,
  algorithmSettings,
  combinations,
  hyperbandTrials,
  medianStopSettings,
  parallelTrials,
  settingProblems,
} from "./algorithm-settings";
import type { SearchParameter } from "./parameters";

const text = (algorithm: Algorithm) =>
  algorithmSettings(algorithm).map(({ name, value }) => `${name}=${value}`);

describe("algorithmSettings", () => {
  it("are Katib's own names, and text", () => {
    assert.deepEqual(algorithmOf(undefined), { name: "random" });
    assert.deepEqual(algorithmOf("sobol"), { name: "sobol" });
    assert.deepEqual(text({ name: "random", randomState: 0 }), ["random_state=0"]);
    assert.deepEqual(text({ name: "grid" }), []);
    assert.deepEqual(
      text({
        name: "bayesianoptimization",
        baseEstimator: "RF",
        initialPoints: 5,
        acquisition: "EI",
        acquisitionOptimizer: "sampling",
        randomState: 1,
      }),
      ["base_estimator=RF", "n_initial_points=5", "acq_func=EI", "acq_optimizer=sampling", "random_state=1"],
    );
    assert.deepEqual(text({ name: "tpe", gamma: 0.2, priorWeight: 2, candidates: 8 }), [
      "gamma=0.2",
      "prior_weight=2",
      "n_EI_candidates=8",
    ]);
    assert.deepEqual(text({ name: "multivariate-tpe", startupTrials: 4, candidates: 8 }), [
      "n_startup_trials=4",
      "n_ei_candidates=8",
    ]);
    assert.deepEqual(text({ name: "hyperband", resource: "epochs", most: 9, eta: 3 }), [
      "resource_name=epochs",
      "r_l=9",
      "eta=3",
    ]);
    assert.deepEqual(text({ name: "cmaes", restartStrategy: "ipop", sigma: 0.5 }), [
      "restart_strategy=ipop",
      "sigma=0.5",
    ]);
    assert.deepEqual(text({ name: "pbt", checkpoints: "/ckpt", population: 10, truncation: 0.2 }), [
      "suggestion_trial_dir=/ckpt",
      "n_population=10",
      "truncation_threshold=0.2",
    ]);
    assert.deepEqual(medianStopSettings({ minTrials: 2, startStep: 5 }), [
      { name: "min_trials_required", value: "2" },
      { name: "start_step", value: "5" },
    ]);
  });

  const wrong: [Algorithm, string][] = [
    [{ name: "random", randomState: -1 }, "random_state is -1; it takes whole numbers from 0"],
    [{ name: "tpe", gamma: 1 }, "gamma is 1; it takes numbers between 0 and 1"],
    [{ name: "tpe", priorWeight: 0 }, "prior_weight is 0; it takes numbers above 0"],
    [{ name: "tpe", candidates: 0 }, "n_EI_candidates is 0; it takes whole numbers from 1"],
    [
      { name: "multivariate-tpe", startupTrials: 0.5 },
      "n_startup_trials is 0.5; it takes whole numbers from 0",
    ],
    [
      { name: "bayesianoptimization", initialPoints: -1 },
      "n_initial_points is -1; it takes whole numbers from 0",
    ],
    [{ name: "hyperband", resource: "x", most: 0 }, "r_l is 0; it takes whole numbers from 1"],
    [{ name: "hyperband", resource: "x", most: 9, eta: 1 }, "eta is 1; it takes whole numbers from 2"],
    [{ name: "cmaes", sigma: 0 }, "sigma is 0; it takes numbers above 0"],
    [
      { name: "pbt", checkpoints: "/c", population: 4, truncation: 0 },
      "n_population is 4; it takes whole numbers from 5",
    ],
    [
      { name: "pbt", checkpoints: "/c", population: 5, truncation: 2 },
      "truncation_threshold is 2; it takes numbers from 0 to 1",
    ],
  ];
  for (const [algorithm, problem] of wrong) {
    it(`find that ${problem}`, () => {
      assert.deepEqual(settingProblems(algorithmSettings(algorithm)), [problem]);
    });
  }

  it("of early stopping are from 1", () => {
    assert.deepEqual(settingProblems(medianStopSettings({ minTrials: 0, startStep: 0 })), [
      "min_trials_required is 0; it takes whole numbers from 1",
      "start_step is 0; it takes whole numbers from 1",
    ]);
  });
});

describe("hyperbandTrials", () => {
  it("is the largest power of eta that is no more than the resource", () => {
    assert.deepEqual(
      [
        hyperbandTrials(9),
        hyperbandTrials(26),
        hyperbandTrials(27),
        hyperbandTrials(1),
        hyperbandTrials(1000, 10),
      ],
      [9, 9, 27, 1, 1000],
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 2, max: 50 }), (most, eta) => {
        const trials = hyperbandTrials(most, eta);
        assert.ok(trials <= most && trials * eta > most);
        assert.ok(
          Math.abs(Math.log(trials) / Math.log(eta) - Math.round(Math.log(trials) / Math.log(eta))) < 1e-9,
        );
      }),
    );
  });

  it("says how many run at a time", () => {
    assert.equal(parallelTrials({ name: "hyperband", resource: "epochs", most: 9 }, 12), 9);
    assert.equal(parallelTrials({ name: "random" }, 12), 2);
    assert.equal(parallelTrials({ name: "random" }, 1), 1);
  });
});

describe("combinations", () => {
  it("counts both ends, whatever the rounding", () => {
    const of = (...parameters: SearchParameter[]) => combinations(parameters);
    assert.equal(of({ name: "a", type: "double", min: 0, max: 1, step: 0.1 }), 11);
    assert.equal(of({ name: "a", type: "double", min: 0.1, max: 0.3, step: 0.1 }), 3);
    assert.equal(of({ name: "a", type: "double", min: 0, max: 1, step: 0.3 }), 4);
    assert.equal(of({ name: "a", type: "int", min: 1, max: 5 }), 5);
    assert.equal(
      of(
        { name: "a", type: "int", min: 1, max: 6, step: 2 },
        { name: "b", type: "categorical", list: ["x", "y"] },
      ),
      6,
    );
  });

  it("is what whole numbers give one by one", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -50, max: 50 }),
        fc.nat(100),
        fc.integer({ min: 1, max: 9 }),
        (min, range, step) => {
          let values = 0;
          for (let value = min; value <= min + range; value += step) {
            values += 1;
          }
          assert.equal(combinations([{ name: "a", type: "int", min, max: min + range, step }]), values);
        },
      ),
    );
  });
});

describe("algorithmProblems", () => {
  const epochs = { name: "epochs", type: "int", min: 1, max: 9 } as const;
  const rate = { name: "lr", type: "double", min: 0.1, max: 0.3, step: 0.1 } as const;
  const hyperband = { name: "hyperband", resource: "epochs", most: 9 } as const;
  const counts = { maxTrials: 12, parallel: 9 };
  const problems = (algorithm: Algorithm, parameters: SearchParameter[], more: Partial<typeof counts> = {}) =>
    algorithmProblems(algorithm, parameters, { ...counts, ...more });

  it("finds nothing wrong with what fits", () => {
    assert.deepEqual(problems(hyperband, [epochs, rate]), []);
    assert.deepEqual(problems({ name: "grid" }, [rate], { maxTrials: 3 }), []);
    assert.deepEqual(problems({ name: "cmaes" }, [epochs, rate]), []);
    assert.deepEqual(
      problems({ name: "pbt", checkpoints: "/c", population: 5, truncation: 0.2 }, [rate]),
      [],
    );
  });

  it("finds what Katib's services would", () => {
    assert.deepEqual(problems({ name: "grid" }, [rate], { maxTrials: 4 }), [
      "4 trials are more than the grid's 3 combinations",
    ]);
    assert.deepEqual(problems(hyperband, [rate]), ["hyperband's resource epochs is no parameter"]);
    assert.deepEqual(problems({ ...hyperband, resource: "lr" }, [rate]), [
      "hyperband's resource lr is double; it has to be int",
    ]);
    assert.deepEqual(problems(hyperband, [epochs], { parallel: 2 }), [
      "hyperband's first round has 9 trials, and 2 run at a time",
    ]);
    assert.deepEqual(problems({ name: "cmaes" }, [rate]), ["cmaes needs two or more numbers to search"]);
    assert.deepEqual(problems({ name: "pbt", checkpoints: "c", population: 5, truncation: 0.2 }, [rate]), [
      "pbt's checkpoints are no absolute path",
    ]);
  });
});
