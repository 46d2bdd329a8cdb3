import * as assert from "node:assert/strict";
import { makeStyle } from "../terminal/style";
import { observabilityLines } from "./observability-text";

const style = makeStyle(false);
const log = "/clone/.local/logs/observability/x.log";
const urls = { prometheus: "http://127.0.0.1:1", loki: "http://127.0.0.1:2" };
const prometheus = { name: "prometheus", title: "Prometheus", pid: 1, alive: true, log } as const;
const loki = { name: "loki", title: "Loki", pid: 2, alive: true, log } as const;
const follower = { name: "log-follower", title: "Log follower", pid: 3, alive: true, log } as const;
const up = { job: "etcd", instance: "127.0.0.1:3", health: "up", error: "", seconds: 1 } as const;

describe("metrics and logs in the status", () => {
  it("are where they listen, and how many targets answer", () => {
    const processes = [prometheus, loki, follower];
    assert.deepEqual(observabilityLines({ ...urls, processes, targets: [up] }, style), [
      "metrics and logs",
      "  ✔ Prometheus  http://127.0.0.1:1  1 of 1 target up",
      "  ✔ Loki        http://127.0.0.1:2",
    ]);
  });

  it("name the targets that are down with the reason, and what has ended with its log", () => {
    const down = { ...up, job: "kwok-controller", health: "down", error: "connection refused" } as const;
    const processes = [prometheus, loki, { ...follower, alive: false }];
    assert.deepEqual(observabilityLines({ ...urls, processes, targets: [up, down] }, style), [
      "metrics and logs",
      "  ✔ Prometheus    http://127.0.0.1:1  1 of 2 targets up",
      "  ✔ Loki          http://127.0.0.1:2",
      `  ✗ Log follower  ended               ${log}`,
      "  ✗ kwok-controller  connection refused",
      "  → npm run up starts them again",
    ]);
  });

  it("say why no target is known", () => {
    const processes = [{ ...prometheus, alive: false }, loki];
    const targets = "Prometheus does not answer: fetch failed";
    assert.deepEqual(observabilityLines({ ...urls, processes, targets }, style), [
      "metrics and logs",
      `  ✗ Prometheus  ended               ${log}`,
      "  ✔ Loki        http://127.0.0.1:2",
      "  → npm run up starts them again",
    ]);
  });
});
