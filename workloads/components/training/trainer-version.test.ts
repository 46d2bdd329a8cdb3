import * as assert from "node:assert/strict";
import { runtimeChange } from "./trainer-version";

const change = {
  jobs: ["launcher", "node"],
  metadata: { labels: { a: "1" }, annotations: {} },
  spec: { volumes: [] },
};
const labels = { "kueue.x-k8s.io/queue-name": "default" };

describe("runtimeChange", () => {
  it("is an override of pod templates with Trainer 2.1", () => {
    assert.deepEqual(runtimeChange({ release: "26.03" }, labels, change), {
      labels,
      podTemplateOverrides: [
        {
          targetJobs: [{ name: "launcher" }, { name: "node" }],
          metadata: change.metadata,
          spec: change.spec,
        },
      ],
    });
  });

  it("is a patch of the runtime with Trainer 2.2, labels too", () => {
    const job = (name: string) => ({
      name,
      template: { spec: { template: { metadata: change.metadata, spec: change.spec } } },
    });
    assert.deepEqual(runtimeChange({ release: "26.03.1" }, labels, change), {
      runtimePatches: [
        {
          manager: "kubeflow-on-aws/workloads",
          trainingRuntimeSpec: {
            template: { metadata: { labels }, spec: { replicatedJobs: [job("launcher"), job("node")] } },
          },
        },
      ],
    });
  });

  it("has no labels where there are none", () => {
    assert.deepEqual(Object.keys(runtimeChange({ release: "26.03" }, {}, change)), ["podTemplateOverrides"]);
    const text = JSON.stringify(runtimeChange({ release: "26.03.1" }, {}, change));
    assert.doesNotMatch(text, /"template":\{"metadata":\{"labels":\{\}/);
  });
});
