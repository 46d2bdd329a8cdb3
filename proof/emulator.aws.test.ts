import assert from "node:assert/strict";
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import * as path from "node:path";
import type { Readable, Writable } from "node:stream";
import { processExists } from "../toolchain";
import { startEmulator } from "./emulator";
import { withPython } from "./fixture";

describe("the emulator's process", () => {
  const venv = withPython();

  it("answers on loopback, and ends when told to", async () => {
    const emulator = await startEmulator(venv(), "111122223333");
    const { endpoint, pid } = emulator;
    assert.ok(pid !== undefined && processExists(pid));
    try {
      assert.match(endpoint, /^http:\/\/127\.0\.0\.1:\d+$/);
      assert.equal((await fetch(`${endpoint}/moto-api/data.json`)).status, 200);
    } finally {
      await emulator.stop();
    }
    assert.ok(!processExists(pid));
    await assert.rejects(fetch(endpoint));
    await emulator.stop();
  });

  it("ends with whoever started it", async () => {
    const script = path.join(__dirname, "emulator.py");
    const server: ChildProcessByStdio<Writable, null, Readable> = spawn(venv().python, ["-I", script], {
      stdio: ["pipe", "ignore", "pipe"],
    });
    let log = "";
    server.stderr.on("data", (chunk) => (log += String(chunk)));
    while (!log.includes("Running on")) {
      await once(server.stderr, "data");
    }
    // What the system does to the pipes of a process that dies.
    server.stdin.destroy();
    await once(server, "exit");
    assert.equal(server.exitCode, 0);
  });

  it("says why it doesn't come up", async () => {
    const broken = { python: "/bin/false", directory: "/" };
    await assert.rejects(startEmulator(broken, "1"), /ended with exit code 1/);
    await assert.rejects(startEmulator({ ...broken, python: "/no/python" }, "1"), { code: "ENOENT" });
  });
});
