import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { childEnvironment, readEnvironment } from "../../../config/environment";
import { ensureVirtualEnvironment, orSkip, type VirtualEnvironment } from "../../../python";
import { COMPILER, COMPILER_BUILDS, COMPILER_LOCK } from "./source";

const root = path.join(__dirname, "..", "..", "..");

describe("the compiler's program", function () {
  this.timeout(600_000);
  let checkers: VirtualEnvironment;
  let kfp: VirtualEnvironment;

  before(async function () {
    const environment = readEnvironment();
    const report = (line: string) => process.stderr.write(`${line}\n`);
    const prepare = async () => {
      const lockFile = path.join(root, "python", "checkers.lock");
      checkers = await ensureVirtualEnvironment({ environment, lockFile, report });
      kfp = await ensureVirtualEnvironment({
        environment,
        lockFile: COMPILER_LOCK,
        builds: COMPILER_BUILDS,
        report,
      });
    };
    await orSkip(this, prepare, undefined, "the program that compiles pipelines is not tested");
  });

  const succeeds = (command: string, args: readonly string[], changes: Record<string, string> = {}) => {
    const { status, stdout, stderr } = spawnSync(command, args, {
      cwd: COMPILER,
      encoding: "utf8",
      env: childEnvironment({ PYTHONDONTWRITEBYTECODE: "1", ...changes }),
    });
    assert.equal(status, 0, `${stdout}\n${stderr}`);
  };

  it("passes its tests with the locked packages", () => {
    // pytest is of the checkers' environment: the compiler's own has what it needs to compile, and nothing else.
    succeeds(kfp.python, ["-m", "pytest", "--color=no", "."], { PYTHONPATH: packagesOf(checkers) });
  });

  it("has types that hold (mypy --strict)", () => {
    const config = path.join(root, "pyproject.toml");
    // KFP has no types: where its packages are makes no difference, and pytest, which has some, is here.
    const cache = path.join(root, ".local", "mypy", "kfp");
    const mypy = path.join(checkers.directory, "bin", "mypy");
    const options = ["--config-file", config, "--cache-dir", cache, "--python-executable", checkers.python];
    succeeds(mypy, [...options, "."]);
  });
});

/** The folder of an environment's packages, which has the Python's version in its path. */
function packagesOf({ directory }: VirtualEnvironment): string {
  const lib = path.join(directory, "lib");
  return path.join(lib, fs.readdirSync(lib)[0] ?? "", "site-packages");
}
