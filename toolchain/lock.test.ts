import * as assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "../config/errors";
import { lockHolder, withLock } from "./lock";
import { withFolder } from "./testing/folders";

/** Another process that takes the lock, appends to `trace`, keeps it for `ms`, and appends again. */
function otherProcess(lock: string, trace: string, ms: number): ChildProcess {
  const program = `
    const { withLock } = require(${JSON.stringify(path.join(__dirname, "lock.ts"))});
    const fs = require("node:fs");
    withLock(${JSON.stringify(lock)}, { describe: "testing locks", wait: true }, async () => {
      fs.appendFileSync(${JSON.stringify(trace)}, "in ");
      await new Promise((resolve) => setTimeout(resolve, ${ms}));
      fs.appendFileSync(${JSON.stringify(trace)}, "out ");
    });`;
  const args = ["--require", "tsx/cjs", "--eval", program];
  return spawn(process.execPath, args, { cwd: __dirname, stdio: "inherit" });
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) {
    await sleep(10);
  }
}

describe("withLock", () => {
  it("lets one process in after the other", () =>
    withFolder(async (folder) => {
      const [lock, trace] = [path.join(folder, "lock"), path.join(folder, "trace")];
      const others = [1, 2, 3].map(() => otherProcess(lock, trace, 50));
      await Promise.all(others.map((child) => once(child, "exit")));
      assert.equal(fs.readFileSync(trace, "utf8"), "in out in out in out ");
      assert.deepEqual(fs.readdirSync(folder), ["trace"]);
    }));

  it("takes over from a holder that died, and not from one that lives", () =>
    withFolder(async (folder) => {
      const [lock, trace] = [path.join(folder, "lock"), path.join(folder, "trace")];
      const other = otherProcess(lock, trace, 60_000);
      await until(() => fs.existsSync(trace));
      assert.equal(lockHolder(lock)?.pid, other.pid);
      await assert.rejects(
        withLock(lock, { describe: "x", wait: false }, () => Promise.resolve()),
        (error) =>
          error instanceof UserError &&
          error.exitCode === 1 &&
          error.message.includes(`testing locks (process ${other.pid ?? 0},`) &&
          error.message.includes(`kill ${other.pid ?? 0}`),
      );
      other.kill("SIGKILL");
      await once(other, "exit");
      assert.equal(lockHolder(lock), undefined);
      assert.equal(await withLock(lock, { describe: "x", wait: false }, () => Promise.resolve(7)), 7);
    }));

  it("takes over from a process of before whose number another one has now", () =>
    withFolder(async (folder) => {
      const lock = path.join(folder, "lock");
      const holder = {
        id: "a",
        pid: process.pid,
        start: "long ago",
        host: os.hostname(),
        doing: "x",
        since: "",
      };
      fs.writeFileSync(lock, JSON.stringify(holder));
      assert.equal(await withLock(lock, { describe: "x", wait: false }, () => Promise.resolve(7)), 7);
    }));

  it("believes that a holder on another machine lives, and says which file to delete if not", () =>
    withFolder(async (folder) => {
      const lock = path.join(folder, "lock");
      const holder = { id: "a", pid: 1, start: "x", host: "elsewhere", doing: "x", since: "" };
      fs.writeFileSync(lock, JSON.stringify(holder));
      await assert.rejects(
        withLock(lock, { describe: "x", wait: false }, () => Promise.resolve()),
        (error) => error instanceof UserError && /on elsewhere.*delete .*lock/s.test(error.message),
      );
    }));

  it("tells whom it waits for, and stops waiting when told to", () =>
    withFolder(async (folder) => {
      const lock = path.join(folder, "lock");
      await withLock(lock, { describe: "the first", wait: true }, async () => {
        const waitedFor: string[] = [];
        const aborted = withLock(
          lock,
          {
            describe: "the second",
            wait: true,
            onWait: ({ doing }) => waitedFor.push(doing),
            signal: AbortSignal.timeout(300),
          },
          () => Promise.resolve(),
        );
        await assert.rejects(aborted);
        assert.deepEqual(waitedFor, ["the first"]);
      });
      assert.ok(!fs.existsSync(lock));
    }));

  it("is free again after an action that failed", () =>
    withFolder(async (folder) => {
      const lock = path.join(folder, "lock");
      const failing = withLock(lock, { describe: "x", wait: true }, () => Promise.reject(new Error("no")));
      await assert.rejects(failing, /no/);
      assert.ok(!fs.existsSync(lock));
    }));
});
