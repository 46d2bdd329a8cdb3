import assert from "node:assert/strict";
import { type Metrics, metricsProblems, metricsSpec } from "./metrics";

const filter = "([\\w|-]+)\\s*=\\s*([+-]?\\d*(\\.\\d+)?)";

describe("metricsSpec", () => {
  it("reads what a program prints", () => {
    assert.deepEqual(metricsSpec({ from: "stdout" }), { collector: { kind: "StdOut" } });
    assert.deepEqual(metricsSpec({ from: "stdout", filters: [filter] }), {
      source: { filter: { metricsFormat: [filter] } },
      collector: { kind: "StdOut" },
    });
  });

  it("reads what a program writes", () => {
    assert.deepEqual(metricsSpec({ from: "file", path: "/metrics/log.json", format: "JSON" }), {
      source: { fileSystemPath: { path: "/metrics/log.json", kind: "File", format: "JSON" } },
      collector: { kind: "File" },
    });
    assert.deepEqual(metricsSpec({ from: "file", path: "/metrics/log", filters: [filter] }), {
      source: {
        fileSystemPath: { path: "/metrics/log", kind: "File", format: "TEXT" },
        filter: { metricsFormat: [filter] },
      },
      collector: { kind: "File" },
    });
  });
});

describe("metricsProblems", () => {
  it("finds nothing wrong with what Katib takes", () => {
    assert.deepEqual(metricsProblems({ from: "stdout", filters: [filter] }), []);
    assert.deepEqual(metricsProblems({ from: "file", path: "/metrics/log.json", format: "JSON" }), []);
  });

  const wrong: [Metrics, RegExp][] = [
    [{ from: "stdout", filters: ["loss=(.*)"] }, /has no two groups/],
    [{ from: "stdout", filters: ["(a);(b)"] }, /has a semicolon/],
    [{ from: "stdout", filters: ["(?=a)(b)(c)"] }, /looks around or back/],
    [{ from: "file", path: "log" }, /"log" is no absolute path of a file/],
    [{ from: "file", path: "/metrics/" }, /is no absolute path of a file/],
    [{ from: "file", path: "/log" }, /has no folder of its own/],
    [{ from: "file", path: "/opt/workload/log" }, /has no folder of its own/],
    [{ from: "file", path: "/m/log", format: "JSON", filters: [filter] }, /filters are for files of text/],
  ];
  for (const [metrics, problem] of wrong) {
    it(`finds that it ${problem.source}`, () => {
      const [first, ...more] = metricsProblems(metrics);
      assert.match(first ?? "", problem);
      assert.deepEqual(more, []);
    });
  }
});
