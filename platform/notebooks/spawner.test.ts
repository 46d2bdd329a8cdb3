import assert from "node:assert/strict";
import { parse } from "yaml";
import type { Manifest } from "../../manifests";
import { awsInfra, contextOf, localInfra } from "../testing/settings";
import { spawnerChoices, spawnerConfig } from "./spawner";

const repository = "ghcr.io/kubeflow/kubeflow/notebook-servers";

function onLabel(key: string, value: string) {
  const matchExpressions = [{ key, operator: "In", values: [value] }];
  return {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions }] },
    },
  };
}

const onPool = (name: string) => onLabel("kubeflow-on-aws/pool", name);

describe("spawnerConfig", () => {
  it("offers what an environment has: images, sizes, GPUs, pools, storage, PodDefaults", () => {
    const config = { notebooks: { images: { jupyter: ["registry.acme.dev/jupyter:1", "other:2"] } } };
    assert.deepEqual(spawnerConfig(contextOf(awsInfra, config)), {
      allowCustomImage: true,
      hideRegistry: true,
      hideTag: false,
      imagePullPolicy: { readOnly: false, value: "IfNotPresent" },
      image: { value: "registry.acme.dev/jupyter:1", options: ["registry.acme.dev/jupyter:1", "other:2"] },
      imageGroupOne: {
        value: `${repository}/codeserver-python:v1.10.0`,
        options: [`${repository}/codeserver-python:v1.10.0`],
      },
      imageGroupTwo: {
        value: `${repository}/rstudio-tidyverse:v1.10.0`,
        options: [`${repository}/rstudio-tidyverse:v1.10.0`],
      },
      cpu: { readOnly: false, value: "0.5", limitFactor: "1.2" },
      memory: { readOnly: false, value: "1Gi", limitFactor: "1.2" },
      gpus: {
        readOnly: false,
        value: {
          num: "none",
          vendor: "nvidia.com/gpu",
          vendors: [{ limitsKey: "nvidia.com/gpu", uiName: "NVIDIA GPU" }],
        },
      },
      workspaceVolume: {
        readOnly: false,
        value: {
          mount: "/home/jovyan",
          newPvc: {
            metadata: { name: "{notebook-name}-workspace" },
            spec: {
              storageClassName: "gp3",
              accessModes: ["ReadWriteOnce"],
              resources: { requests: { storage: "10Gi" } },
            },
          },
        },
      },
      dataVolumes: { readOnly: false, value: [] },
      affinityConfig: {
        readOnly: false,
        value: "amd64",
        options: [
          {
            configKey: "amd64",
            displayName: "Any node of amd64",
            affinity: onLabel("kubernetes.io/arch", "amd64"),
          },
          { configKey: "cpu", displayName: "cpu (amd64)", affinity: onPool("cpu") },
          { configKey: "cpu-arm", displayName: "cpu-arm (arm64)", affinity: onPool("cpu-arm") },
          {
            configKey: "gpu",
            displayName: "gpu (amd64, 1 × NVIDIA-L40S a node)",
            affinity: onPool("gpu"),
          },
        ],
      },
      tolerationGroup: {
        readOnly: false,
        value: "",
        options: [
          {
            groupKey: "gpu",
            displayName: "gpu (amd64, 1 × NVIDIA-L40S a node)",
            tolerations: [{ key: "nvidia.com/gpu", operator: "Equal", value: "true", effect: "NoSchedule" }],
          },
        ],
      },
      shm: { readOnly: false, value: true },
      configurations: { readOnly: false, value: ["access-ml-pipeline", "access-s3"] },
      environment: { readOnly: false, value: {} },
    });
  });

  it("chooses no nodes where all are of one architecture, and names no PodDefault that isn't there", () => {
    const { affinityConfig, configurations } = spawnerConfig(contextOf(localInfra, {}, ["pipelines"]));
    assert.deepEqual(affinityConfig, {
      readOnly: false,
      value: "",
      options: [
        { configKey: "cpu", displayName: "cpu (amd64)", affinity: onPool("cpu") },
        {
          configKey: "gpu",
          displayName: "gpu (amd64, 4 × NVIDIA-A10G a node)",
          affinity: onPool("gpu"),
        },
      ],
    });
    assert.deepEqual(configurations, { readOnly: false, value: [] });
  });

  it("offers no GPU where no pool has one", () => {
    const nodePools = localInfra.nodePools.filter(({ name }) => name === "cpu");
    assert.deepEqual(spawnerConfig(contextOf({ ...localInfra, nodePools })).gpus, {
      readOnly: false,
      value: { num: "none", vendor: "", vendors: [] },
    });
  });
});

describe("spawnerChoices", () => {
  const configMap = (data: Record<string, string>): Manifest => ({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "jupyter-web-app-config-9c2fbg2gdc", namespace: "kubeflow" },
    data,
  });

  it("takes the place of the release's form", () => {
    const context = contextOf(awsInfra);
    const changed = spawnerChoices(context)(
      configMap({ "spawner_ui_config.yaml": "spawnerFormDefaults: {}" }),
    );
    assert.ok(changed !== undefined && typeof changed.data === "object" && changed.data !== null);
    const [text, ...others] = Object.values(changed.data);
    assert.deepEqual(others, []);
    assert.deepEqual(parse(typeof text === "string" ? text : ""), {
      spawnerFormDefaults: spawnerConfig(context),
    });
  });

  it("fails where a release keeps the form elsewhere", () => {
    assert.throws(
      () => spawnerChoices(contextOf(awsInfra))(configMap({ "form.yaml": "" })),
      /has no spawner_ui_config\.yaml/,
    );
  });
});
