import * as assert from "node:assert/strict";
import { linesIn, samplesIn, targetsIn } from "./answers";

describe("answers of Prometheus", () => {
  it("have values with labels", () => {
    const result = [
      { metric: { code: "404" }, value: [1_795_636_800.1, "12.5"] },
      { metric: {}, value: [1_795_636_800.1, "NaN"] },
    ];
    assert.deepEqual(samplesIn({ status: "success", data: { resultType: "vector", result } }), [
      { labels: { code: "404" }, value: 12.5 },
      { labels: {}, value: NaN },
    ]);
  });

  it("are refused where they are errors, or of another kind", () => {
    assert.throws(() => samplesIn({ status: "error", error: "parse error" }));
    assert.throws(() => samplesIn({ status: "success", data: { resultType: "matrix", result: [] } }));
  });

  it("tell of targets, by job", () => {
    const target = (job: string, health: string, lastError: string): object => ({
      labels: { job, instance: "127.0.0.1:1" },
      discoveredLabels: {},
      health,
      lastError,
      lastScrapeDuration: 0.5,
    });
    const activeTargets = [target("loki", "up", ""), target("etcd", "down", "connection refused")];
    assert.deepEqual(targetsIn({ status: "success", data: { activeTargets } }), [
      { job: "etcd", instance: "127.0.0.1:1", health: "down", error: "connection refused", seconds: 0.5 },
      { job: "loki", instance: "127.0.0.1:1", health: "up", error: "", seconds: 0.5 },
    ]);
  });
});

describe("answers of Loki", () => {
  it("have lines, the newest first, with times that are not rounded before they are compared", () => {
    const stream = (component: string, ...values: [string, string][]): object => ({
      stream: { component },
      values,
    });
    const result = [
      stream("a", ["1795636800000000001", "first"], ["1795636800000000003", "third"]),
      stream("b", ["1795636800000000002", "second"]),
    ];
    const lines = linesIn({ status: "success", data: { resultType: "streams", result } });
    assert.deepEqual(
      lines.map(({ labels, line }) => [labels.component, line]),
      [
        ["a", "third"],
        ["b", "second"],
        ["a", "first"],
      ],
    );
    assert.equal(lines[0]?.time, new Date(1_795_636_800_000).toISOString());
  });
});
