import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { UserError } from "../../../config/errors";
import { committedText } from "./committed";
import { compilePipeline } from "./compile";
import { sourceFacts } from "./source";
import { folderWith } from "./testing/folder";

const compiled = { pipelineSpec: { pipelineInfo: { name: "p" }, schemaVersion: "2.1.0", root: {} } };

describe("compilePipeline on a machine without Python", () => {
  let folder: string;
  let file: string;
  let cacheDir: string;
  beforeEach(() => {
    folder = folderWith({ "source/p.py": "x = 1\n" });
    file = path.join(folder, "source", "p.py");
    cacheDir = path.join(folder, "cache");
  });
  afterEach(() => {
    fs.rmSync(folder, { recursive: true });
  });
  const compile = () => compilePipeline({ file }, { environment: { cacheDir, path: [], offline: true } });

  it("takes what is committed beside the source where it was made from it", async () => {
    const { digest } = sourceFacts({ file });
    fs.writeFileSync(path.join(folder, "source", "p.yaml"), committedText("p.py", digest, compiled));
    assert.deepEqual(await compile(), compiled);
  });

  it("takes what was compiled here before", async () => {
    const { digest } = sourceFacts({ file });
    fs.mkdirSync(path.join(cacheDir, "pipelines"), { recursive: true });
    fs.writeFileSync(path.join(cacheDir, "pipelines", `${digest}.json`), JSON.stringify(compiled));
    assert.deepEqual(await compile(), compiled);
  });

  it("says otherwise what to commit, also beside a form of another source, and a cache that is cut short", async () => {
    const { digest } = sourceFacts({ file });
    fs.writeFileSync(path.join(folder, "source", "p.yaml"), committedText("p.py", "0f0f", compiled));
    fs.mkdirSync(path.join(cacheDir, "pipelines"), { recursive: true });
    fs.writeFileSync(path.join(cacheDir, "pipelines", `${digest}.json`), '{"pipelineSpec":');
    await assert.rejects(compile(), (error) => {
      assert.ok(error instanceof UserError);
      assert.equal(error.exitCode, 1);
      assert.match(error.message, /has to be compiled, which this machine can't: no Python 3\.11/);
      assert.match(error.message, /commit .*source\/p\.yaml/);
      return true;
    });
  });
});
