import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { readEnvironment } from "../../config/environment";
import { ensureVirtualEnvironment, orSkip } from "../../python";
import { compilePipeline } from "../components";
import { readCommitted } from "../components/pipelines/committed";
import { COMPILER_BUILDS, COMPILER_LOCK, committedFile, sourceFacts } from "../components/pipelines/source";
import { pipelines } from "./pipelines";

const program = path.join(__dirname, "compile.ts");
const python = `from pathlib import Path
from kfp import dsl

ROWS = Path(__file__).with_name("rows.txt").read_text()

@dsl.component(base_image="python:3.12-slim")
def double(x: str) -> str:
    return 2 * x

@dsl.pipeline(name="doubles")
def doubles(x: str = ROWS):
    double(x=x)
`;

describe("npm run compile", function () {
  this.timeout(300_000);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "compile-"));

  before(async function () {
    const environment = readEnvironment();
    const prepare = () =>
      ensureVirtualEnvironment({ environment, lockFile: COMPILER_LOCK, builds: COMPILER_BUILDS });
    await orSkip(this, prepare, undefined, "no pipeline is compiled");
  });
  after(() => {
    fs.rmSync(folder, { recursive: true });
  });

  it("makes of every example what is committed", async () => {
    const environment = { ...readEnvironment(), cacheDir: path.join(folder, "cache") };
    fs.mkdirSync(environment.cacheDir);
    fs.symlinkSync(
      path.join(readEnvironment().cacheDir, "python"),
      path.join(environment.cacheDir, "python"),
    );
    for (const [name, source] of Object.entries(pipelines)) {
      const committed = readCommitted(committedFile(source), sourceFacts(source).digest);
      assert.deepEqual(await compilePipeline(source, { environment, useCommitted: false }), committed, name);
    }
  });

  const run = (...args: readonly string[]) => {
    const tsx = require.resolve("tsx/cli");
    return spawnSync(process.execPath, [tsx, program, ...args], { cwd: folder, encoding: "utf8" });
  };

  it("makes the form of a file that is named, with the files that it reads", () => {
    fs.writeFileSync(path.join(folder, "doubles.py"), python);
    fs.writeFileSync(path.join(folder, "rows.txt"), "three");
    const unnamed = run("doubles.py:doubles");
    assert.deepEqual([unnamed.status, unnamed.stdout], [2, ""]);
    assert.match(
      unnamed.stderr,
      /reads files that its digest doesn't hold.*rows\.txt\n.*files: \["rows\.txt"\]/,
    );
    const named = run("doubles.py:doubles", "--file", "rows.txt");
    assert.deepEqual([named.status, named.stdout], [0, "doubles.yaml\n"], named.stderr);
    const source = { file: path.join(folder, "doubles.py"), function: "doubles", files: ["rows.txt"] };
    const { digest } = sourceFacts(source);
    assert.notEqual(readCommitted(committedFile(source), digest), undefined);
    assert.match(fs.readFileSync(committedFile(source), "utf8"), /defaultValue: three\n/);
  });

  it("says how it is used where it is used in another way", () => {
    for (const args of [["--file", "rows.txt"], ["--unknown"]]) {
      const { status, stderr } = run(...args);
      assert.equal(status, 2);
      assert.match(stderr, /→ npm run compile \[-- <file\.py>/);
    }
  });
});
