import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { readEnvironment } from "../../config/environment";
import { ensureVirtualEnvironment, orSkip, type VirtualEnvironment } from "../../python";
import { type Finished, runToEnd, testEnvironment } from "./runner/run";
import { CHECKERS_LOCK, findSuites, type Suite } from "./runner/suites";

const root = path.resolve(__dirname, "../..");
const environment = readEnvironment();
const suites = findSuites(root);

const say = (line: string) => process.stderr.write(`      ${line}\n`);

/** Environments by lock file: made one after another, in the order of the suites, while earlier ones are at work. */
const environments = new Map<string, Promise<VirtualEnvironment>>();

/** Begins to make the environment of a lock once those before it are there. */
function prepare(lockFile: string, builds: readonly string[] = []): void {
  const before = [...environments.values()];
  const made = Promise.allSettled(before).then(() =>
    ensureVirtualEnvironment({ environment, lockFile: path.join(root, lockFile), builds, report: say }),
  );
  // Whoever needs it sees why it failed; nobody may have asked yet.
  made.catch(() => undefined);
  environments.set(lockFile, made);
}

async function environmentOf(lockFile: string): Promise<VirtualEnvironment> {
  const made = environments.get(lockFile);
  assert.ok(made !== undefined, lockFile);
  return made;
}

/** One line on what was run, and all that it wrote where it failed. */
function judge(what: string, { code, output, seconds }: Finished, remarks: readonly string[] = []): void {
  say([`${what}: ${seconds.toFixed(1)} s`, ...remarks].join("; "));
  assert.equal(code, 0, `${what} failed (exit code ${code ?? "none: ended by a signal"}):\n${output}`);
}

/** What pytest says at its end, with why tests did not run. */
function remarksOf(output: string): readonly string[] {
  const lines = output.split("\n").map((line) => line.trim());
  return [
    ...lines.filter((line) => line.startsWith("SKIPPED")),
    lines.filter((line) => line !== "").at(-1) ?? "",
  ];
}

describe("this repository's Python", () => {
  let checkers: VirtualEnvironment;
  const tool = (name: string) => path.join(checkers.directory, "bin", name);

  before(async function () {
    prepare(CHECKERS_LOCK);
    for (const { lockFile, builds } of suites) {
      if (!environments.has(lockFile)) {
        prepare(lockFile, builds);
      }
    }
    checkers = await orSkip(this, () => environmentOf(CHECKERS_LOCK), say, "no Python is checked or run");
  });

  it("passes ruff check", async () => {
    judge("ruff check", await runToEnd(tool("ruff"), ["check", "--no-fix", "."], { cwd: root }));
  });

  it("is formatted as ruff format does", async () => {
    judge("ruff format --check", await runToEnd(tool("ruff"), ["format", "--check", "."], { cwd: root }));
  });

  for (const suite of suites) {
    describe(suite.folder, () => {
      let packages: VirtualEnvironment;
      const cwd = path.join(root, suite.folder);

      before(async function () {
        packages = await orSkip(
          this,
          () => environmentOf(suite.lockFile),
          say,
          `${suite.folder} is not tried`,
        );
      });

      it("passes mypy --strict", async () => {
        judge(`mypy ${suite.folder}`, await runToEnd(tool("mypy"), mypy(suite, packages), { cwd }));
      });

      if (suite.tested) {
        it("passes its tests", async () => {
          // KFP's runner, torchrun and TensorFlow leave files among the temporary ones: they go with the folder.
          const TMPDIR = fs.mkdtempSync(path.join(os.tmpdir(), "python-"));
          try {
            const env = { ...testEnvironment(packages, environment.path), TMPDIR };
            const finished = await runToEnd(packages.python, ["-m", "pytest", "--color=no", "."], {
              cwd,
              env,
            });
            judge(`pytest ${suite.folder}`, finished, remarksOf(finished.output));
          } finally {
            fs.rmSync(TMPDIR, { recursive: true, force: true });
          }
        });
      }
    });
  }
});

/** Types are those of the suite's packages; what mypy has learned of them is kept by lock. */
function mypy({ files, lockFile }: Suite, { python }: VirtualEnvironment): readonly string[] {
  const cache = path.join(root, ".local", "mypy", lockFile.replaceAll("/", "-"));
  const settings = ["--config-file", path.join(root, "pyproject.toml"), "--cache-dir", cache];
  return ["--strict", "--no-color-output", ...settings, "--python-executable", python, ...files];
}
