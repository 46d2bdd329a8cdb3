import assert from "node:assert/strict";
import { applyTransforms, isObject, type JsonObject, type Manifest } from "../../manifests";
import { PlatformConfig } from "../config";
import { awsInfra, contextOf, localInfra } from "../testing/settings";
import { gpuRuntimes } from "./gpu-runtimes";
import { servingRuntimes } from "./runtimes";
import { storageContainer } from "./storage-container";

const annotations = { "prometheus.kserve.io/port": "8002", "prometheus.kserve.io/path": "/metrics" };
const gpu = { key: "nvidia.com/gpu", operator: "Equal", value: "true", effect: "NoSchedule" };

function runtime(name: string, spec: JsonObject): Manifest {
  return {
    apiVersion: "serving.kserve.io/v1alpha1",
    kind: "ClusterServingRuntime",
    metadata: { name },
    spec,
  };
}

describe("servingRuntimes", () => {
  it("hands a runtime's place of metrics on to Prometheus", () => {
    const before = runtime("kserve-tritonserver", { annotations, containers: [] });
    assert.deepEqual(applyTransforms([before], servingRuntimes(contextOf(awsInfra))), [
      runtime("kserve-tritonserver", {
        annotations: {
          ...annotations,
          "prometheus.io/scrape": "true",
          "prometheus.io/port": "8002",
          "prometheus.io/path": "/metrics",
        },
        containers: [],
      }),
    ]);
  });

  it("fails where a runtime doesn't say where its metrics are", () => {
    assert.throws(
      () => applyTransforms([runtime("mute", { containers: [] })], servingRuntimes(contextOf(awsInfra))),
      /ClusterServingRuntime\/mute doesn't say where its metrics are/,
    );
  });

  it("lets the one for several nodes run on GPU nodes, its head and its workers", () => {
    const name = "kserve-huggingfaceserver-multinode";
    const before = runtime(name, { annotations, containers: [], workerSpec: { containers: [] } });
    assert.deepEqual(applyTransforms([before], servingRuntimes(contextOf(localInfra, {}, ["prometheus"]))), [
      runtime(name, {
        annotations,
        containers: [],
        workerSpec: { containers: [], tolerations: [gpu] },
        tolerations: [gpu],
      }),
    ]);
    assert.throws(
      () => applyTransforms([runtime(name, { annotations })], servingRuntimes(contextOf(localInfra))),
      /has no workerSpec/,
    );
  });
});

describe("gpuRuntimes", () => {
  it("are there where a pool has NVIDIA's GPUs, and run on such pools alone", () => {
    const runtimes = gpuRuntimes(contextOf(awsInfra));
    assert.deepEqual(
      runtimes.map(({ metadata }) => metadata.name),
      ["vllm-gpu", "triton-gpu"],
    );
    runtimes.forEach(({ spec }) => {
      assert.ok(isObject(spec));
      assert.deepEqual(spec.tolerations, [gpu]);
      assert.deepEqual(spec.affinity, {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [
              { matchExpressions: [{ key: "kubeflow-on-aws/pool", operator: "In", values: ["gpu"] }] },
            ],
          },
        },
      });
    });
  });

  it("are taken only by models that name them", () => {
    const formats = gpuRuntimes(contextOf(awsInfra)).flatMap(({ spec }) =>
      isObject(spec) && Array.isArray(spec.supportedModelFormats) ? spec.supportedModelFormats : [],
    );
    assert.equal(formats.length, 6);
    formats.forEach((format) => {
      assert.ok(isObject(format) && format.autoSelect === false);
    });
  });

  it("are not there without such a pool", () => {
    const nodePools = awsInfra.nodePools.filter(({ name }) => name !== "gpu");
    assert.deepEqual(gpuRuntimes(contextOf({ ...awsInfra, nodePools })), []);
  });
});

describe("storageContainer", () => {
  const container = (spec: JsonObject): Manifest => ({
    apiVersion: "serving.kserve.io/v1alpha1",
    kind: "ClusterStorageContainer",
    metadata: { name: "default" },
    spec,
  });

  it("gets the resources of the storage initializer", () => {
    const config = PlatformConfig.parse({ serving: { storageInitializer: { memoryLimit: "8Gi" } } });
    assert.deepEqual(
      storageContainer(config)(
        container({ container: { name: "storage-initializer", resources: {} }, workloadType: "x" }),
      ),
      container({
        container: {
          name: "storage-initializer",
          resources: {
            requests: { cpu: "100m", memory: "256Mi" },
            limits: { cpu: "2", memory: "8Gi" },
          },
        },
        workloadType: "x",
      }),
    );
  });

  it("fails where the release has no container there", () => {
    assert.throws(
      () => storageContainer(PlatformConfig.parse({}))(container({})),
      /ClusterStorageContainer\/default has no container/,
    );
  });
});
