import * as assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { clusterLayout, type ClusterLayout } from "./layout";
import { lastLogLines, processesOf, removeDeadPidFiles, stopProcesses } from "./processes";

describe("processes of a cluster", () => {
  let layout: ClusterLayout;
  beforeEach(() => {
    layout = clusterLayout(fs.mkdtempSync(path.join(os.tmpdir(), "processes-")));
    fs.mkdirSync(layout.pids, { recursive: true });
  });
  afterEach(() => {
    fs.rmSync(layout.directory, { recursive: true });
  });

  /** A process whose command line names a folder. */
  const sleeper = (folder: string) =>
    spawn(process.execPath, ["--eval", "setInterval(() => {}, 1000)", "--", `${folder}/etcd`], {
      stdio: "ignore",
    });
  const setPid = (pid: number | undefined) => {
    fs.writeFileSync(path.join(layout.pids, "etcd.pid"), String(pid));
  };
  const etcd = () => processesOf(layout).find(({ component }) => component === "etcd");

  it("live where their command line names the cluster, and end when told to", async () => {
    const child = sleeper(layout.work);
    const exit = once(child, "exit");
    setPid(child.pid);
    while (etcd()?.alive !== true) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await stopProcesses(layout);
    await exit;
    assert.equal(etcd()?.alive, false);
    assert.deepEqual(fs.readdirSync(layout.pids), []);
  });

  it("are never confused with another process that has the number of one", async () => {
    const child = sleeper("/somewhere/else");
    try {
      setPid(child.pid);
      assert.equal(etcd()?.alive, false);
      await stopProcesses(layout);
      assert.equal(child.exitCode, null);
      assert.equal(child.killed, false);
    } finally {
      child.kill();
    }
  });

  it("leave no pid file for kwokctl to be misled by", () => {
    setPid(process.pid);
    removeDeadPidFiles(layout);
    assert.deepEqual(fs.readdirSync(layout.pids), []);
  });

  it("are quoted by the lines of their log that say what went wrong", () => {
    const log = path.join(layout.directory, "x.log");
    fs.writeFileSync(log, "I1124 fine\nE1124 02:07:41 bind: address already in use\nI1124 fine\n");
    assert.deepEqual(lastLogLines(log), ["E1124 02:07:41 bind: address already in use"]);
    fs.writeFileSync(log, "one\ntwo\n");
    assert.deepEqual(lastLogLines(log, 1), ["two"]);
    assert.deepEqual(lastLogLines(`${log}.none`), []);
  });
});
