import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { readEnvironment } from "../../../config/environment";
import { UserError } from "../../../config/errors";
import { ensureVirtualEnvironment, orSkip } from "../../../python";
import { compilePipeline } from "./compile";
import type { CompiledPipeline } from "./compiled-pipeline";
import { COMPILER_BUILDS, COMPILER_LOCK } from "./source";
import { folderWith, writeFiles } from "./testing/folder";

const pipeline = `from kfp import dsl
import sizes

@dsl.component(base_image="python:3.12-slim")
def double(x: int) -> int:
    return 2 * x

@dsl.pipeline(name="doubles")
def doubles(x: int = sizes.ROWS) -> int:
    return double(x=double(x=x).output).output
`;

describe("compilePipeline with KFP's compiler", function () {
  this.timeout(300_000);
  let folder: string;
  let file: string;
  let reports: string[];

  before(async function () {
    const environment = readEnvironment();
    const prepare = () =>
      ensureVirtualEnvironment({ environment, lockFile: COMPILER_LOCK, builds: COMPILER_BUILDS });
    await orSkip(this, prepare, undefined, "no pipeline is compiled");
  });
  beforeEach(() => {
    folder = folderWith({ "source/doubles.py": pipeline, "source/sizes.py": "ROWS = 3\n" });
    file = path.join(folder, "source", "doubles.py");
    reports = [];
  });
  afterEach(() => {
    fs.rmSync(folder, { recursive: true });
  });

  /** The packages are this machine's; what is compiled is the test's own. */
  const compile = async (source: object = {}): Promise<CompiledPipeline> => {
    const environment = readEnvironment();
    fs.mkdirSync(path.join(folder, "cache"), { recursive: true });
    const python = path.join(folder, "cache", "python");
    if (!fs.existsSync(python)) {
      fs.symlinkSync(path.join(environment.cacheDir, "python"), python);
    }
    return compilePipeline(
      { file, ...source },
      {
        environment: { ...environment, cacheDir: path.join(folder, "cache") },
        report: (line) => reports.push(line),
      },
    );
  };
  const refused = (message: RegExp, source: object = {}) =>
    assert.rejects(compile(source), (error) => {
      assert.ok(error instanceof UserError);
      assert.match(error.message, message);
      assert.doesNotMatch(error.message, /Traceback|compile_pipeline\.py/);
      return true;
    });

  it("starts Python once for one content, and again for another", async () => {
    const first = await compile();
    assert.deepEqual(first.pipelineSpec.pipelineInfo, { name: "doubles" });
    assert.deepEqual(await compile(), first);
    assert.equal(reports.length, 1);
    writeFiles(folder, { "source/sizes.py": "ROWS = 4\n" });
    assert.notDeepEqual(await compile(), first);
    assert.equal(reports.length, 2);
  });

  it("names the error, the file and the line of a pipeline that does not compile", async () => {
    writeFiles(folder, { "source/doubles.py": pipeline.replace("double(x=x)", 'double(x="a")') });
    await refused(
      /doubles\.py does not compile: InconsistentTypeException: Incompatible argument.*\n {4}.*doubles\.py:10: return double/,
    );
    writeFiles(folder, { "source/doubles.py": pipeline, "source/sizes.py": "ROWS = 1 / 0\n" });
    await refused(/ZeroDivisionError: division by zero\n {4}.*sizes\.py:1: ROWS = 1 \/ 0/);
    assert.deepEqual(fs.existsSync(path.join(folder, "cache", "pipelines")), false);
  });

  it("asks which of several pipelines is meant, and takes that one", async () => {
    const other = pipeline.replaceAll("doubles", "more").replace("from kfp import dsl\n", "");
    writeFiles(folder, { "source/doubles.py": pipeline + other });
    await refused(
      /it has several pipelines: doubles, more\n.*\n {2}→ name the one that is meant \(function\)/,
    );
    assert.deepEqual((await compile({ function: "more" })).pipelineSpec.pipelineInfo, { name: "more" });
  });

  it("asks to name a file that is read unseen", async () => {
    const reading = `from pathlib import Path\nROWS = len(Path(__file__).with_name("rows.txt").read_text())\n`;
    writeFiles(folder, { "source/sizes.py": reading, "source/rows.txt": "12345" });
    await refused(/reads files that its digest doesn't hold.*rows\.txt\n.*files: \["rows\.txt"\]/);
    await compile({ files: ["rows.txt"] });
  });
});
