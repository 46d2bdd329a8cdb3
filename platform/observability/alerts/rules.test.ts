import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { awsInfra, contextOf } from "../../testing/settings";
import { alerts } from "./catalogue";
import { alertNames } from "./names";
import { alertRules, alertsOf, ruleOf, runbookOf } from "./rules";

const runbooks = fs.readFileSync(path.join(__dirname, "..", "..", "..", "docs", "runbooks.md"), "utf8");

describe("alerts", () => {
  it("have a section in the runbooks each, in their order, and the runbooks have no others", () => {
    const sections = [...runbooks.matchAll(/^## (.+)$/gm)].map(([, title]) => title);
    assert.deepEqual(sections, alertNames);
  });

  it("have a runbook that says what they mean, where to look and what to do", () => {
    for (const section of runbooks.split(/^## /m).slice(1)) {
      assert.match(section, /\*\*Means\*\* [^]+\*\*Look\*\* [^]+\*\*Do\*\* /);
    }
  });

  it("lead to their sections", () => {
    assert.deepEqual(ruleOf("KubeflowGpuErrors", "https://git.example/docs/runbooks.md"), {
      alert: "KubeflowGpuErrors",
      expr: alerts.KubeflowGpuErrors.expr,
      for: "1m",
      labels: { severity: "critical" },
      annotations: {
        summary: alerts.KubeflowGpuErrors.summary,
        runbook_url: "https://git.example/docs/runbooks.md#kubeflowgpuerrors",
      },
    });
    // GitHub and GitLab make the anchor of a heading that way.
    assert.equal(runbookOf("KubeflowGpuIdle", "docs/runbooks.md"), "docs/runbooks.md#kubeflowgpuidle");
  });

  it("are left out where nobody exports what they ask, or configuration says so", () => {
    const absent = ["kueue", "gpuMetrics"] as const;
    const disabled = { observability: { alerts: { disabled: ["KubeflowQuotaFull"] } } };
    const gone = new Set(["KubeflowQueueStuck", "KubeflowGpuIdle", "KubeflowGpuErrors", "KubeflowQuotaFull"]);
    assert.deepEqual(
      alertsOf(contextOf(awsInfra, disabled, absent)),
      alertNames.filter((name) => !gone.has(name)),
    );
  });

  it("are one object that the operator reads", () => {
    const [rules, ...others] = alertRules(contextOf(awsInfra));
    assert.deepEqual(others, []);
    assert.deepEqual(rules?.metadata, { name: "kubeflow", namespace: "monitoring" });
    const nothing = { observability: { alerts: { disabled: [...alertNames] } } };
    assert.deepEqual(alertRules(contextOf(awsInfra, nothing)), []);
  });
});
