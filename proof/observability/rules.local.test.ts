import assert from "node:assert/strict";
import { type AlertName, alertNames } from "../../platform/observability/alerts/names";
import { type AlertCase, alertCases } from "./alert-cases";
import { writeRules, writeTest } from "./promtool";
import { inFolder, outcome, toolsOrReason } from "./tools";

describe("rules, as promtool reads them", () => {
  let promtool: string;

  before(async function () {
    const tools = await toolsOrReason("promtool");
    if (typeof tools === "string") {
      process.stderr.write(`SKIPPED: no PromQL is checked: ${tools}\n`);
      return this.skip();
    }
    promtool = tools.promtool;
  });

  const verdict = (name: AlertName, of: AlertCase) =>
    inFolder((folder) => outcome(promtool, ["test", "rules", writeTest(folder, name, of)]));

  it("are PromQL: every alert and every panel", async () => {
    const { ok, output } = await inFolder((folder) =>
      outcome(promtool, ["check", "rules", writeRules(folder)]),
    );
    assert.ok(ok, output);
  });

  for (const name of alertNames) {
    it(`${name} fires when it should, and only then`, async () => {
      const { ok, output } = await verdict(name, alertCases[name]);
      assert.ok(ok, output);
    });
  }

  it("a job that failed long ago is no news", async () => {
    const { ok } = await verdict("KubeflowTrainJobFailed", {
      ...alertCases.KubeflowTrainJobFailed,
      at: "90m",
    });
    assert.equal(ok, false);
  });

  it("a test that expects another alert fails", async () => {
    const labels = { cluster_queue: "other" };
    const { ok, output } = await verdict("KubeflowQueueStuck", { ...alertCases.KubeflowQueueStuck, labels });
    assert.equal(ok, false);
    assert.match(output, /KubeflowQueueStuck/);
  });
});
