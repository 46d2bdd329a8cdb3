import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { readEnvironment } from "../config/environment";
import { findPython } from "./interpreter";
import { orSkip, Unavailable } from "./unavailable";
import { ensureVirtualEnvironment } from "./virtual-environment";

/** A wheel that nothing is wrong with but its digest. */
const makeWheel = [
  "import sys, zipfile",
  "with zipfile.ZipFile(sys.argv[1], 'w') as wheel:",
  "    info = 'demo-1.0.dist-info/'",
  "    wheel.writestr(info + 'METADATA', 'Metadata-Version: 2.1\\nName: demo\\nVersion: 1.0\\n')",
  "    wheel.writestr(info + 'WHEEL', 'Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n')",
  "    wheel.writestr(info + 'RECORD', '')",
].join("\n");

describe("virtual environment", () => {
  before(async function () {
    await orSkip(this, () => findPython(readEnvironment().path));
  });

  let folder: string;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "venv-"));
  });
  afterEach(() => {
    fs.rmSync(folder, { recursive: true, force: true });
  });

  const lockOf = (content: string) => {
    const file = path.join(folder, "requirements.txt");
    fs.writeFileSync(file, content);
    return file;
  };
  const ensure = (lockFile: string, reports: string[] = [], offline = false) =>
    ensureVirtualEnvironment({
      environment: { cacheDir: path.join(folder, "cache"), path: readEnvironment().path, offline },
      lockFile,
      report: (line) => reports.push(line),
    });

  it("is made once, also by two that want it at the same time, and not offline", async () => {
    const lock = lockOf("");
    const reports: string[] = [];
    await assert.rejects(ensure(lock, reports, true), Unavailable);
    const [one, other] = await Promise.all([ensure(lock, reports), ensure(lock, reports)]);
    assert.deepEqual(one, other);
    assert.ok(fs.existsSync(one.python));
    assert.deepEqual(await ensure(lock, reports, true), one);
    assert.equal(reports.filter((line) => line.includes(`packages of ${lock} into`)).length, 1);
  });

  it("is another one for other packages, and made again where it is incomplete or its Python is gone", async () => {
    const lock = lockOf("");
    const { directory, python } = await ensure(lock);
    assert.notEqual((await ensure(lockOf("# other packages"))).directory, directory);
    lockOf("");
    for (const missing of [path.join(directory, "complete"), python]) {
      const rest = path.join(directory, "rest");
      fs.writeFileSync(rest, "");
      fs.rmSync(missing);
      await ensure(lock);
      assert.ok(fs.existsSync(missing), missing);
      assert.ok(!fs.existsSync(rest), missing);
    }
  });

  it("fails on a package with another digest: that is no reason to skip anything", async () => {
    const wheel = path.join(folder, "demo-1.0-py3-none-any.whl");
    const { command: python } = await findPython(readEnvironment().path);
    execFileSync(python, ["-I", "-c", makeWheel, wheel]);
    const lock = lockOf(`${wheel} --hash=sha256:${"0".repeat(64)}\n`);
    await assert.rejects(
      ensure(lock),
      (error) => !(error instanceof Unavailable) && String(error).includes("Hash mismatch"),
    );
  });

  it("is unavailable without a way to the packages", async () => {
    const lock = lockOf(`no-such-package==1 --hash=sha256:${"0".repeat(64)}\n--no-index\n`);
    await assert.rejects(ensure(lock), Unavailable);
  });
});

describe("Python", () => {
  let folder: string;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "python-"));
  });
  afterEach(() => {
    fs.rmSync(folder, { recursive: true, force: true });
  });

  const command = (name: string, script: string) => {
    fs.writeFileSync(path.join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  };
  const says = (version: string) => `echo '{"version": "${version}", "prefix": "/usr", "machine": "x86_64"}'`;

  it("is looked for by its usual name first", async () => {
    command("python3", says("3.12.1"));
    command("python3.13", says("3.13.0"));
    assert.equal((await findPython(["/nowhere", folder])).version, "3.12.1");
  });

  it("that is too old is passed over for one that isn't", async () => {
    command("python3", says("3.9.18"));
    command("python3.12", says("3.12.1"));
    assert.equal((await findPython([folder])).version, "3.12.1");
  });

  it("that won't do is named with the reason", async () => {
    command("python3", says("3.9.18"));
    command("python3.12", "echo \"ModuleNotFoundError: No module named 'ensurepip'\" >&2; exit 1");
    await assert.rejects(findPython([folder]), (error) => {
      assert.ok(error instanceof Unavailable);
      assert.match(error.message, /^no Python 3\.11 or newer/);
      assert.match(error.message, /python3 is 3\.9\.18/);
      assert.match(error.message, /python3\.12: ModuleNotFoundError: No module named 'ensurepip'/);
      return true;
    });
  });

  it("that isn't there is unavailable", async () => {
    await assert.rejects(findPython([folder]), Unavailable);
  });
});

describe("a suite that can't run", () => {
  const skipped = new Error("skipped");
  const context = {
    skip: () => {
      throw skipped;
    },
  };

  it("is skipped, and says why", async () => {
    const lines: string[] = [];
    const prepare = () => Promise.reject(new Unavailable("no Python"));
    await assert.rejects(
      orSkip(context, prepare, (line) => lines.push(line)),
      skipped,
    );
    assert.deepEqual(lines, ["SKIPPED: nothing is tried on an emulated AWS: no Python"]);
  });

  it("is not skipped for another error", async () => {
    const other = new Error("something else");
    await assert.rejects(
      orSkip(context, () => Promise.reject(other)),
      other,
    );
  });
});
