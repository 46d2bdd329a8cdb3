import * as assert from "node:assert/strict";
import * as path from "node:path";
import { UserError } from "../../../config/errors";
import { parseCompiledPipeline, readCompiledPipeline } from "./compiled-pipeline";

const pipeline = 'pipelineInfo: {name: p}\nroot: {dag: {}}\nschemaVersion: "2.1.0"\n';

describe("parseCompiledPipeline", () => {
  it("reads a pipeline", () => {
    assert.deepEqual(parseCompiledPipeline(pipeline), {
      pipelineSpec: { pipelineInfo: { name: "p" }, root: { dag: {} }, schemaVersion: "2.1.0" },
    });
  });

  it("reads what is particular to Kubernetes out of the second document", () => {
    const { platformSpec } = parseCompiledPipeline(`${pipeline}---\nplatforms: {kubernetes: {}}\n`);
    assert.deepEqual(platformSpec, { platforms: { kubernetes: {} } });
  });

  for (const [what, text, message] of [
    ["another kind of file", "kind: Pod\n", /the pipeline's document: pipelineInfo/],
    ["an empty file", "", /the pipeline's document/],
    ["a third document", `${pipeline}---\nplatforms: {}\n---\nx: 1\n`, /3 documents/],
    ["broken YAML", "a: [1\n", /YAMLParseError|Flow sequence/],
  ] as const) {
    it(`refuses ${what}`, () => {
      assert.throws(() => parseCompiledPipeline(text), message);
    });
  }
});

describe("readCompiledPipeline", () => {
  it("reads the example's", () => {
    const file = path.join(__dirname, "..", "..", "examples", "pipeline", "pipeline.yaml");
    const { pipelineSpec } = readCompiledPipeline(file);
    assert.ok(Object.keys(pipelineSpec.components ?? {}).includes("comp-train"));
  });

  it("names the file and says what to do", () => {
    assert.throws(
      () => readCompiledPipeline("/nowhere/p.yaml"),
      (error) => {
        assert.ok(error instanceof UserError);
        assert.match(
          error.message,
          /^\/nowhere\/p\.yaml is no compiled pipeline: ENOENT.*\n {2}→ compile it again/,
        );
        return true;
      },
    );
  });
});
