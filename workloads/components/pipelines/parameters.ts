import { UserError } from "../../../config/errors";
import {
  arrayOf,
  at,
  equal,
  isObject,
  type Json,
  type JsonObject,
  objectOf,
  textOf,
} from "../../../plugin/json";
import type { CompiledPipeline } from "./compiled-pipeline";

/** Values of a pipeline's parameters by name. */
export type PipelineParameters = Readonly<Record<string, Json>>;

/** What a type of the IR takes; API server 2.16.0 holds values against it in the same way (v2_template.go). */
const types: Readonly<Record<string, { readonly called: string; readonly takes: (value: Json) => boolean }>> =
  {
    NUMBER_INTEGER: { called: "a whole number", takes: (value) => Number.isInteger(value) },
    NUMBER_DOUBLE: { called: "a number", takes: (value) => typeof value === "number" },
    STRING: { called: "a text", takes: (value) => typeof value === "string" },
    BOOLEAN: { called: "true or false", takes: (value) => typeof value === "boolean" },
    LIST: { called: "a list", takes: (value) => Array.isArray(value) },
    STRUCT: { called: "an object", takes: isObject },
  };

/**
 * Holds the parameters of a run against the inputs of its pipeline.
 *
 * @param owner who asks, for messages: `RecurringRun "name"`
 * @throws UserError naming every parameter that the pipeline doesn't have, lacks, or takes in another type
 */
export function checkParameters(
  owner: string,
  compiled: CompiledPipeline,
  parameters: PipelineParameters,
): void {
  const inputs = objectOf(at(compiled.pipelineSpec.root, "inputDefinitions", "parameters"));
  const known = Object.keys(inputs).sort();
  const problems = [
    ...Object.keys(parameters)
      .filter((name) => inputs[name] === undefined)
      .map((name) => `the pipeline has no parameter "${name}"`),
    ...known.flatMap((name) => problemOf(name, objectOf(inputs[name]), parameters[name])),
  ];
  if (problems.length > 0) {
    throw new UserError(
      `${owner}: ${problems.join("; ")}`,
      known.length === 0
        ? "the pipeline has no parameters: leave them out"
        : `the pipeline's parameters are ${known.map((name) => described(name, objectOf(inputs[name]))).join(", ")}`,
    );
  }
}

function problemOf(name: string, definition: JsonObject, value: Json | undefined): string[] {
  if (value === undefined) {
    const optional = definition.isOptional === true || definition.defaultValue !== undefined;
    return optional ? [] : [`parameter "${name}" has no default and needs a value`];
  }
  const type = types[textOf(definition.parameterType)];
  if (type?.takes(value) === false) {
    return [`parameter "${name}" is ${type.called}, not ${JSON.stringify(value)}`];
  }
  const literals = arrayOf(definition.literals);
  return literals.length > 0 && !literals.some((one) => equal(one, value))
    ? [`parameter "${name}" is one of ${JSON.stringify(literals)}, not ${JSON.stringify(value)}`]
    : [];
}

function described(name: string, definition: JsonObject): string {
  return `${name} (${types[textOf(definition.parameterType)]?.called ?? textOf(definition.parameterType)})`;
}
