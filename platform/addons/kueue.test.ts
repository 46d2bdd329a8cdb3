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

/** What is the same however many replicas there are. */
function managerAt(repository: string) {
  return { image: { repository, tag: "v0.19.2" }, priorityClassName: "system-cluster-critical", resources };
}

const topologySpreadConstraints = ["topology.kubernetes.io/zone", "kubernetes.io/hostname"].map(
  (topologyKey) => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: "ScheduleAnyway",
    labelSelector: {
      matchLabels: { "app.kubernetes.io/name": "kueue", "control-plane": "controller-manager" },
    },
  }),
);

describe("add-on kueue", () => {
  it("has two replicas over zones, certificates of cert-manager, and metrics that are scraped", () => {
    assert.deepEqual(valuesOf(awsInfra).values, {
      enableCertManager: true,
      enablePrometheus: true,
      controllerManager: {
        replicas: 2,
        manager: managerAt("registry.k8s.io/kueue/kueue"),
        podDisruptionBudget: { enabled: true, minAvailable: 1 },
        topologySpreadConstraints,
      },
      metrics,
    });
  });

  it("has one replica, without a budget that nothing could satisfy, where that is configured", () => {
    const config = {
      hardening: { replicas: 1 },
      images: { registries: { "registry.k8s.io": "mirror.example.com/k8s" } },
    };
    assert.deepEqual(valuesOf(awsInfra, config, ["prometheus"]).values, {
      enableCertManager: true,
      enablePrometheus: false,
      controllerManager: {
        replicas: 1,
        manager: managerAt("mirror.example.com/k8s/kueue/kueue"),
        podDisruptionBudget: { enabled: false, minAvailable: 1 },
        topologySpreadConstraints,
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
      metadata: {
        name: "kueue-system",
        labels: {
          "pod-security.kubernetes.io/enforce": "restricted",
          "pod-security.kubernetes.io/warn": "restricted",
        },
      },
    });
    assert.deepEqual(kueue.webhooks, {
      validating: ["kueue-validating-webhook-configuration"],
      mutating: ["kueue-mutating-webhook-configuration"],
    });
  });
});
