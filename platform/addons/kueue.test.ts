import assert from "node:assert/strict";
import * as yaml from "js-yaml";
import * as z from "zod";
import { kueueConfiguration } from "../queues";
import { awsInfra, contextOf } from "../testing/settings";
import { kueue } from "./kueue";

/** The chart takes Kueue's configuration as text. */
const Values = z.looseObject({
  managerConfig: z.strictObject({ controllerManagerConfigYaml: z.string() }),
});

/** An add-on's values without Kueue's configuration, and that as data. */
function valuesOf(...args: Parameters<typeof contextOf>) {
  const { managerConfig, ...values } = Values.parse(kueue.values(contextOf(...args)));
  return { values, configuration: yaml.load(managerConfig.controllerManagerConfigYaml) };
}

const metrics = {
  serviceMonitor: {
    tlsConfig: {
      insecureSkipVerify: false,
      serverName: "kueue-controller-manager-metrics-service.kueue-system.svc",
      ca: { secret: { name: "kueue-metrics-server-cert", key: "ca.crt" } },
    },
  },
};

const resources = { requests: { cpu: "500m", memory: "512Mi" }, limits: { memory: "1Gi" } };

describe("add-on kueue", () => {
  it("has two replicas over zones, certificates of cert-manager, and metrics that are scraped", () => {
    assert.deepEqual(valuesOf(awsInfra).values, {
      enableCertManager: true,
      enablePrometheus: true,
      controllerManager: {
        replicas: 2,
        manager: { priorityClassName: "system-cluster-critical", resources },
        podDisruptionBudget: { enabled: true, minAvailable: 1 },
        topologySpreadConstraints: [
          {
            maxSkew: 1,
            topologyKey: "topology.kubernetes.io/zone",
            whenUnsatisfiable: "ScheduleAnyway",
            labelSelector: {
              matchLabels: { "app.kubernetes.io/name": "kueue", "control-plane": "controller-manager" },
            },
          },
        ],
      },
      metrics,
    });
  });

  it("has one replica, without a budget that nothing could satisfy, where that is configured", () => {
    const config = { hardening: { replicas: 1, priorityClasses: false } };
    assert.deepEqual(valuesOf(awsInfra, config, ["prometheus"]).values, {
      enableCertManager: true,
      enablePrometheus: false,
      controllerManager: {
        replicas: 1,
        manager: { resources },
        podDisruptionBudget: { enabled: false, minAvailable: 1 },
        topologySpreadConstraints: [],
      },
      metrics,
    });
  });

  it("hands Kueue its configuration unchanged, as YAML", () => {
    assert.deepEqual(valuesOf(awsInfra).configuration, kueueConfiguration(contextOf(awsInfra)));
  });

  it("makes its namespace first, and waits for its own webhooks", () => {
    const [namespace] = kueue.additions?.(contextOf(awsInfra)) ?? [];
    assert.deepEqual(namespace, {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name: "kueue-system", labels: { "pod-security.kubernetes.io/enforce": "restricted" } },
    });
    assert.deepEqual(kueue.webhooks, {
      validating: ["kueue-validating-webhook-configuration"],
      mutating: ["kueue-mutating-webhook-configuration"],
    });
  });
});
