import * as assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** A clone that depends on nothing, so that npm needs no network. */
const emptyLock = { name: "empty", version: "1.0.0", lockfileVersion: 3, requires: true, packages: {} };

describe("bootstrap.mjs", () => {
  let root: string;

  before(() => {
    root = fs.mkdtempSync(path.join(os.tmpdir(), "bootstrap-"));
    fs.mkdirSync(path.join(root, "cli"));
    fs.copyFileSync(path.join(__dirname, "bootstrap.mjs"), path.join(root, "cli", "bootstrap.mjs"));
    fs.writeFileSync(path.join(root, "package.json"), JSON.stringify({ name: "empty", version: "1.0.0" }));
    fs.writeFileSync(path.join(root, "package-lock.json"), JSON.stringify(emptyLock));
  });

  after(() => {
    fs.rmSync(root, { recursive: true, force: true });
  });

  function start(...args: string[]): { child: ChildProcess; ended: Promise<Ended> } {
    const child = spawn(process.execPath, [path.join(root, "cli", "bootstrap.mjs"), ...args], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
    }
    const ended = new Promise<Ended>((resolve) => {
      child.on("close", (code) => {
        resolve({ code, output });
      });
    });
    return { child, ended };
  }

  function writeTool(name: string, script: string): void {
    const bin = path.join(root, "node_modules", ".bin");
    fs.mkdirSync(bin, { recursive: true });
    fs.writeFileSync(path.join(bin, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }

  function stamp(): string {
    return fs.readFileSync(path.join(root, "node_modules", ".installed"), "utf8");
  }

  it("installs once for each lock file, and says so in one line", async () => {
    const first = await start("install").ended;
    assert.equal(first.code, 0, first.output);
    assert.equal(first.output, "Installing node_modules (once for each package-lock.json) …\n");
    const lock = fs.readFileSync(path.join(root, "package-lock.json"));
    assert.equal(stamp(), createHash("sha256").update(lock).digest("hex"));

    assert.deepEqual(await start("install").ended, { code: 0, output: "" });

    fs.writeFileSync(path.join(root, "package-lock.json"), JSON.stringify({ ...emptyLock, name: "other" }));
    const before = stamp();
    const changed = await start("install").ended;
    assert.equal(changed.code, 0, changed.output);
    assert.notEqual(stamp(), before);
  });

  it("takes over from an install that died, and waits for one that lives", async () => {
    fs.rmSync(path.join(root, "node_modules", ".installed"));
    const lock = path.join(root, ".local", "install.lock");
    fs.mkdirSync(lock, { recursive: true });
    fs.writeFileSync(path.join(lock, "pid"), String(process.pid));
    const waiting = start("install");
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.equal(waiting.child.exitCode, null);
    // No process has this id: Linux and macOS give out smaller ones.
    fs.writeFileSync(path.join(lock, "pid"), "99999999");
    const { code, output } = await waiting.ended;
    assert.equal(code, 0, output);
    assert.match(output, new RegExp(`process ${process.pid}\\) is installing node_modules`));
    assert.ok(!fs.existsSync(lock));
  });

  it("passes exit codes and signals through", async () => {
    writeTool("seven", "exit 7");
    assert.deepEqual(await start("exec", "seven").ended, { code: 7, output: "" });

    writeTool(
      "patient",
      "trap 'echo told; exit 9' TERM; echo ready; for _ in $(seq 100); do sleep 0.1; done",
    );
    const { child, ended } = start("exec", "patient");
    await new Promise((resolve) => child.stdout?.once("data", resolve));
    child.kill("SIGTERM");
    assert.deepEqual(await ended, { code: 9, output: "ready\ntold\n" });
  });

  it("refuses what it doesn't know with exit code 2", async () => {
    for (const args of [["upp"], [], ["exec"]]) {
      const { code, output } = await start(...args).ended;
      assert.equal(code, 2, args.join(" "));
      assert.match(
        output,
        /known: up, preview, destroy, status, inventory, doctor, cost, manifests, install, exec/,
      );
    }
  });
});
