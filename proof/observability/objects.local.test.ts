import { addons } from "../../platform/addons";
import { settings } from "../../platform/addons/testing/settings";
import { STATES } from "../../platform/observability/resource-state";
import { contextOf } from "../../platform/testing/settings";
import { assertAccepted, skipWithoutDefinitions } from "../../workloads/testing/crds";

const condition = {
  type: "Ready",
  status: "True",
  reason: "Test",
  message: "",
  lastTransitionTime: "2026-11-25T00:00:00Z",
};

/** What definitions ask of an object beside its status, by kind. */
const specs: Readonly<Record<string, object>> = {
  TrainJob: { runtimeRef: { name: "torch-distributed" } },
  PyTorchJob: { pytorchReplicaSpecs: {} },
  InferenceService: { predictor: {} },
};

describe("objects of the dashboards and alerts", () => {
  before(function () {
    skipWithoutDefinitions(this);
  });

  for (const receiver of [undefined, { kind: "webhook", urlSecret: "kubeflow-prod/alerts" }]) {
    it(`are what their definitions take, ${receiver === undefined ? "without" : "with"} a receiver`, () => {
      const signOn = { admins: ["ada@example.com"] };
      const observability = {
        grafana: { groups: ["sre"] },
        alerts: receiver === undefined ? {} : { receiver },
      };
      const context = contextOf(settings.prod.infra, { signOn, observability });
      for (const { apiVersion, kind, ...object } of addons.prometheus.additions?.(context) ?? []) {
        if (apiVersion !== "v1") {
          assertAccepted(apiVersion, kind, object);
        }
      }
    });
  }

  for (const { group, version, kind, metrics } of STATES) {
    it(`find the state of a ${kind} where they look for it`, () => {
      // Reads what is asked, and puts something there that the definition has to know.
      const status = Object.fromEntries(
        metrics.flatMap(({ each }): [string, unknown][] => {
          const [field, name = ""] = each.type === "Gauge" ? each.gauge.path : each.stateSet.path;
          return field === "status" ? [[name, name === "conditions" ? [condition] : "Running"]] : [];
        }),
      );
      assertAccepted(`${group}/${version}`, kind, {
        metadata: { name: "a" },
        spec: specs[kind] ?? {},
        status,
      });
    });
  }
});
