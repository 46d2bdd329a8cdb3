import * as assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { type ObservabilityLayout, observabilityLayout } from "./layout";
import { serverProcesses } from "./processes";
import { readRecord, writeRecord } from "./record";
import { observabilityState, removeObservability, stopObservability } from "./remove";

const ports = { prometheus: 1, loki: 2, lokiGrpc: 3, kubeStateMetrics: 4, kubeStateMetricsSelf: 5 };

describe("processes beside a local cluster", () => {
  let layout: ObservabilityLayout;
  const children: ChildProcess[] = [];

  beforeEach(() => {
    layout = observabilityLayout(fs.mkdtempSync(path.join(os.tmpdir(), "observability-")));
    fs.mkdirSync(layout.pids, { recursive: true });
    fs.mkdirSync(layout.credentials);
    writeRecord(layout, { root: layout.root, ports, started: { loki: "digest" } });
  });

  afterEach(() => {
    children.splice(0).forEach((child) => child.kill("SIGKILL"));
    fs.rmSync(layout.directory, { recursive: true, force: true });
  });

  /** A process whose command line names a folder, with the number in a pid file. */
  async function start(folder: string, pids = layout.pids): Promise<ChildProcess> {
    const script = "process.stdout.write('.'); setInterval(() => {}, 1000)";
    const child = spawn(process.execPath, ["--eval", script, "--", `${folder}/loki.yaml`]);
    children.push(child);
    await once(child.stdout, "data");
    fs.writeFileSync(path.join(pids, "loki.pid"), String(child.pid));
    return child;
  }

  const alive = (): string[] => serverProcesses(layout).flatMap((one) => (one.alive ? [one.name] : []));

  it("are ended, what they have is kept, and credentials are not", async () => {
    const child = await start(layout.root);
    const ended = once(child, "exit");
    assert.deepEqual(alive(), ["loki"]);
    assert.equal(await stopObservability(layout.directory), true);
    assert.deepEqual(await ended, [null, "SIGTERM"]);
    assert.deepEqual(alive(), []);
    assert.deepEqual(fs.readdirSync(layout.root).sort(), ["pids", "record.json"]);
    assert.deepEqual(fs.readdirSync(layout.pids), []);
    assert.equal(await stopObservability(layout.directory), false);
    assert.equal(observabilityState(layout.directory), undefined);
    assert.deepEqual(readRecord(layout)?.ports, ports);
  });

  it("are never taken for others that have the number of one", async () => {
    const child = await start("/somewhere/else");
    assert.deepEqual(alive(), []);
    await removeObservability(layout.directory);
    assert.equal(child.exitCode, null);
    assert.equal(child.signalCode, null);
    assert.equal(fs.existsSync(layout.root), false);
  });

  it("are ended where the clone was moved, and left alone where it was copied", async () => {
    const elsewhere = fs.mkdtempSync(path.join(os.tmpdir(), "observability-"));
    try {
      writeRecord(layout, { root: elsewhere, ports, started: {} });
      const original = await start(elsewhere);
      assert.equal(observabilityState(layout.directory), undefined);
      await removeObservability(layout.directory);
      assert.equal(original.signalCode, null);

      fs.mkdirSync(layout.pids, { recursive: true });
      writeRecord(layout, { root: elsewhere, ports, started: {} });
      const moved = await start(elsewhere);
      fs.rmSync(elsewhere, { recursive: true });
      const ended = once(moved, "exit");
      await removeObservability(layout.directory);
      assert.deepEqual(await ended, [null, "SIGKILL"]);
    } finally {
      fs.rmSync(elsewhere, { recursive: true, force: true });
    }
  });

  it("are told of with where they listen", () => {
    const state = observabilityState(layout.directory);
    assert.equal(state?.prometheus, "http://127.0.0.1:1");
    assert.equal(state.loki, "http://127.0.0.1:2");
    assert.deepEqual(
      state.processes.map(({ name, pid, alive: lives }) => [name, pid, lives]),
      ["prometheus", "loki", "kube-state-metrics", "log-follower"].map((name) => [name, undefined, false]),
    );
  });
});
