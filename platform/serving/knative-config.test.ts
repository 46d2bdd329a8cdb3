import assert from "node:assert/strict";
import { applyTransforms, isObject, type Manifest } from "../../manifests";
import { awsInfra, contextOf, localInfra } from "../testing/settings";
import { knativeConfig, podFeatures } from "./knative-config";

/** Examples with the settings that Knative 1.21 has, as its ConfigMaps show them. */
const examples: Readonly<Record<string, readonly string[]>> = {
  "config-features": Object.keys(podFeatures),
  "config-autoscaler": [
    "enable-scale-to-zero",
    "scale-to-zero-grace-period",
    "scale-to-zero-pod-retention-period",
  ],
  "config-network": ["default-external-scheme", "domain-template"],
  "config-gc": ["min-non-active-revisions", "max-non-active-revisions"],
  "config-observability": ["request-metrics-protocol"],
};

function configMap(name: string, data: Readonly<Record<string, string>>): Manifest {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace: "knative-serving" }, data };
}

const upstream: readonly Manifest[] = [
  ...Object.entries(examples).map(([name, keys]) =>
    configMap(name, { _example: keys.map((key) => `    ${key}: "x"`).join("\n") }),
  ),
  configMap("config-domain", { "example.com": "", _example: "x" }),
];

function settingsOf(context: Parameters<typeof knativeConfig>[0]): Record<string, unknown> {
  const changed = applyTransforms(upstream, knativeConfig(context));
  return Object.fromEntries(
    changed.map(({ metadata, data }) => {
      const { _example, ...settings } = isObject(data) ? data : {};
      return [metadata.name, settings];
    }),
  );
}

const features = Object.fromEntries(Object.keys(podFeatures).map((name) => [name, "enabled"]));

describe("knativeConfig", () => {
  it("sets Knative up for models on AWS", () => {
    const context = contextOf(awsInfra, { serving: { scaleToZero: { retentionSeconds: 900 } } });
    assert.deepEqual(settingsOf(context), {
      "config-features": features,
      "config-autoscaler": {
        "enable-scale-to-zero": "true",
        "scale-to-zero-grace-period": "30s",
        "scale-to-zero-pod-retention-period": "900s",
      },
      "config-network": {
        "default-external-scheme": "https",
        "domain-template": "{{.Name}}-{{.Namespace}}.{{.Domain}}",
      },
      "config-gc": { "min-non-active-revisions": "2", "max-non-active-revisions": "10" },
      "config-observability": { "request-metrics-protocol": "prometheus" },
      "config-domain": { "kubeflow.example.com": "" },
    });
  });

  it("leaves the domain and the metrics as they are where there is neither an edge nor Prometheus", () => {
    const settings = settingsOf(contextOf(localInfra, {}, ["prometheus"]));
    assert.deepEqual(settings["config-domain"], { "example.com": "" });
    assert.deepEqual(settings["config-observability"], {});
  });

  it("fails on a setting that a release's example doesn't name", () => {
    const renamed = configMap("config-gc", { _example: "keep-revisions: 2" });
    assert.throws(
      () => applyTransforms([renamed], knativeConfig(contextOf(awsInfra))),
      /config-gc of this release doesn't know min-non-active-revisions, max-non-active-revisions/,
    );
  });

  it("fails where there is no domain to replace", () => {
    const other = configMap("config-domain", { "example.org": "" });
    assert.throws(
      () => applyTransforms([other], knativeConfig(contextOf(awsInfra))),
      /config-domain has no example\.com to replace/,
    );
  });
});
