import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as z from "zod";
import { alerts } from "../../platform/observability/alerts/catalogue";
import { tenantNamespaces } from "../../platform/observability/grafana";
import { metrics } from "../../platform/observability/metrics";
import { questions, tenants } from "./promtool";
import { asHistory, readSamples } from "./samples";
import { type Server, startServer } from "./server";
import { outcome, toolsOrReason } from "./tools";

const Answer = z.object({
  status: z.literal("success"),
  data: z.object({
    result: z.array(
      z.object({ metric: z.record(z.string(), z.string()), value: z.tuple([z.number(), z.string()]) }),
    ),
  }),
});

describe("panels, as Prometheus answers them from samples of the exporters", () => {
  const samples = readSamples();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "kubeflow-panels-"));
  let server: Server | undefined;

  before(async function () {
    const tools = await toolsOrReason("promtool", "prometheus");
    if (typeof tools === "string") {
      process.stderr.write(`SKIPPED: no panel is asked with data: ${tools}\n`);
      return this.skip();
    }
    const [history, data, config] = ["history.om", "data", "prometheus.yaml"].map((name) =>
      path.join(folder, name),
    );
    assert.ok(history !== undefined && data !== undefined && config !== undefined);
    fs.writeFileSync(history, asHistory(samples, Math.floor(Date.now() / 1000)));
    fs.writeFileSync(config, "global: {}\n");
    const written = await outcome(tools.promtool, [
      "tsdb",
      "create-blocks-from",
      "openmetrics",
      history,
      data,
    ]);
    assert.ok(written.ok, written.output);
    server = await startServer(
      tools.prometheus,
      ([port]) => [
        `--config.file=${config}`,
        `--storage.tsdb.path=${data}`,
        `--web.listen-address=127.0.0.1:${port}`,
      ],
      "/-/ready",
    );
  });

  after(async () => {
    await server?.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  async function ask(expr: string) {
    const response = await fetch(`${server?.url ?? ""}/api/v1/query`, {
      method: "POST",
      body: new URLSearchParams({ query: expr }),
    });
    return Answer.parse(await response.json()).data.result;
  }

  for (const { name, expr } of questions("prometheus")) {
    it(name, async () => {
      const result = await ask(expr);
      assert.notEqual(result.length, 0, expr);
      for (const { metric, value } of result) {
        assert.ok(Number.isFinite(Number(value[1])), `${JSON.stringify(metric)} is ${value[1]}`);
      }
    });
  }

  it("answer what the samples say", async () => {
    const panel = Object.fromEntries(questions("prometheus").map(({ name, expr }) => [name, expr]));
    const byNamespace = async (name: string) =>
      Object.fromEntries(
        (await ask(panel[name] ?? "")).map(({ metric, value }) => [
          metric.namespace ?? "",
          Number(Number(value[1]).toFixed(3)),
        ]),
      );
    // 730 h × (8 cores × 0.05 + 32 GiB × 0.005 + 1 GPU × 1.5), and (2 × 0.03 + 4 × 0.004).
    assert.deepEqual(await byNamespace("costByTenant"), { "team-a": 1503.8, "team-b": 55.48 });
    // 108 of 10,908 requests; none of the other's.
    assert.deepEqual(await byNamespace("errorRate"), { "team-a": 0.01, "team-b": 0 });
    assert.deepEqual(await byNamespace("gpuMemory"), { "team-a": 0.667 });
    assert.deepEqual(await byNamespace("gpusRequested"), { "team-a": 1 });
    assert.deepEqual(await byNamespace("runsFailedToday"), { "": 1 });
    assert.deepEqual(await byNamespace("modelsNotReady"), { "": 1 });
  });

  it("let people choose the tenants, and no other namespace", async () => {
    const there = await ask(tenantNamespaces);
    assert.deepEqual(there.map(({ metric }) => metric.namespace).sort(), tenants);
  });

  it("are asked with samples of every metric of the table, and the table has every sample", () => {
    assert.deepEqual([...new Set(samples.map(({ metric }) => metric))].sort(), Object.keys(metrics).sort());
  });

  it("stand beside alerts that nothing in the samples sets off but what is wrong in them", async () => {
    const firing = await Promise.all(
      Object.entries(alerts).map(async ([name, { expr }]) => ((await ask(expr)).length > 0 ? [name] : [])),
    );
    assert.deepEqual(firing.flat(), ["KubeflowModelNotReady"]);
  });
});
