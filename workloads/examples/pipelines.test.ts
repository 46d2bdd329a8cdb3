import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { readCommitted } from "../components/pipelines/committed";
import { committedFile, sourceFacts } from "../components/pipelines/source";
import { pipelines } from "./pipelines";

describe("the examples' pipelines", () => {
  for (const [name, source] of Object.entries(pipelines)) {
    it(`have ${name} committed as its present Python has it: npm run compile makes it anew`, () => {
      const file = committedFile(source);
      assert.notEqual(readCommitted(file, sourceFacts(source).digest), undefined, file);
      assert.match(fs.readFileSync(file, "utf8"), /^# Compiled from pipeline\.py .*`npm run compile`/);
    });
  }

  it("are all that there are", () => {
    const found = fs
      .readdirSync(__dirname)
      .map((folder) => path.join(__dirname, folder, "pipeline.py"))
      .filter((file) => fs.existsSync(file));
    assert.deepEqual(
      Object.values(pipelines)
        .map(({ file }) => file)
        .sort(),
      found.sort(),
    );
  });
});
