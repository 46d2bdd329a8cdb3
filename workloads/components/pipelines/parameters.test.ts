import assert from "node:assert/strict";
import { UserError } from "../../../config/errors";
import type { CompiledPipeline } from "./compiled-pipeline";
import { checkParameters, type PipelineParameters } from "./parameters";

const compiled: CompiledPipeline = {
  pipelineSpec: {
    root: {
      inputDefinitions: {
        parameters: {
          rows: { parameterType: "NUMBER_INTEGER" },
          rate: { parameterType: "NUMBER_DOUBLE", defaultValue: 0.1 },
          name: { parameterType: "STRING", isOptional: true },
          fast: { parameterType: "BOOLEAN", defaultValue: false },
          sizes: { parameterType: "LIST", isOptional: true },
          rest: { parameterType: "STRUCT", isOptional: true },
          mode: { parameterType: "STRING", defaultValue: "a", literals: ["a", "b"] },
        },
      },
    },
  },
};

function refused(parameters: PipelineParameters, message: RegExp, of = compiled): void {
  assert.throws(
    () => {
      checkParameters('RecurringRun "nightly"', of, parameters);
    },
    (error) => error instanceof UserError && message.test(error.message),
  );
}

describe("checkParameters", () => {
  it("takes values of every type, and leaves out what has a default", () => {
    checkParameters("owner", compiled, { rows: 1 });
    checkParameters("owner", compiled, {
      rows: 1,
      rate: 1,
      name: "x",
      fast: true,
      sizes: [],
      rest: {},
      mode: "b",
    });
  });

  it("names all that is wrong, and what there is", () => {
    refused(
      { rwos: 1, fast: "yes" },
      /^RecurringRun "nightly": the pipeline has no parameter "rwos"; parameter "fast" is true or false, not "yes"; parameter "rows" has no default and needs a value\n.*rows \(a whole number\)/,
    );
  });

  const wrong: PipelineParameters = {
    rows: 1.5,
    rate: "0.1",
    name: 1,
    sizes: {},
    rest: [],
    mode: "c",
  };
  for (const [name, value] of Object.entries(wrong)) {
    it(`refuses ${JSON.stringify(value)} for ${name}`, () => {
      refused({ rows: 1, [name]: value }, new RegExp(`parameter "${name}" is `));
    });
  }

  it("knows a pipeline without parameters", () => {
    refused({ rows: 1 }, /has no parameters: leave them out/, { pipelineSpec: { root: {} } });
  });
});
