import assert from "node:assert/strict";
import { resourceState, STATES, stateMetricNames } from "./resource-state";

describe("the state of custom resources", () => {
  it("is exported of the kinds whose components are on, with the rights to see them", () => {
    const state = resourceState({ has: (part) => part === "kserve" });
    assert.deepEqual(state, {
      customResourceState: {
        enabled: true,
        config: {
          kind: "CustomResourceStateMetrics",
          spec: {
            resources: [
              {
                groupVersionKind: {
                  group: "serving.kserve.io",
                  version: "v1beta1",
                  kind: "InferenceService",
                },
                metricNamePrefix: "kubeflow_inferenceservice",
                labelsFromPath: { name: ["metadata", "name"], namespace: ["metadata", "namespace"] },
                metrics: [
                  {
                    name: "condition",
                    help: "Whether a condition of the object holds",
                    each: {
                      type: "Gauge",
                      gauge: {
                        path: ["status", "conditions"],
                        labelsFromPath: { condition: ["type"] },
                        valueFrom: ["status"],
                      },
                    },
                  },
                ],
                errorLogV: 10,
              },
            ],
          },
        },
      },
      rbac: {
        extraRules: [
          { apiGroups: ["serving.kserve.io"], resources: ["inferenceservices"], verbs: ["list", "watch"] },
        ],
      },
      metricLabelsAllowlist: ["namespaces=[app.kubernetes.io/part-of]"],
    });
  });

  it("is not asked for where none of them is there", () => {
    assert.equal(resourceState({ has: () => false }).customResourceState.enabled, false);
  });

  it("names each kind once: kube-state-metrics ends where one is there twice", () => {
    const kinds = STATES.map(({ group, kind }) => `${group}/${kind}`);
    assert.equal(new Set(kinds).size, kinds.length);
    const names = STATES.flatMap(stateMetricNames);
    assert.equal(new Set(names).size, names.length);
  });
});
