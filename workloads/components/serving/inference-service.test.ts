import * as assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { inputsOf, label, platformFixture, runProgram } from "../../testing";
import { InferenceService } from "./inference-service";
import { modelArgs, ownPart } from "./testing";

describe("InferenceService", () => {
  it("keeps its name, so that its address holds across changes", async () => {
    const run = await runProgram(() => {
      const service = new InferenceService("iris", {
        tenant: "team-a",
        predictor: { kind: "sklearn" },
        storageUri: pulumi.output("pvc://claim/model"),
        resources: { cpu: 1, memoryGiB: 2 },
        platform: platformFixture,
      });
      return Promise.resolve({ workload: service.workload, url: service.url });
    });
    assert.deepEqual(run.resources.map(label), [
      "kubeflow:workloads:InferenceService::iris",
      "kubernetes:networking.istio.io/v1:VirtualService::model-iris",
      "kubernetes:serving.kserve.io/v1beta1:InferenceService::iris",
    ]);
    assert.deepEqual(inputsOf(run, "kubernetes:serving.kserve.io/v1beta1:InferenceService::iris").metadata, {
      name: "iris",
      namespace: "team-a",
      labels: { "networking.kserve.io/visibility": "cluster-local" },
      annotations: {
        "serving.kserve.io/deploymentMode": "Standard",
        "serving.kserve.io/autoscalerClass": "hpa",
        "serving.kserve.io/enable-prometheus-scraping": "false",
      },
    });
    assert.match(JSON.stringify(run.resources), /"storageUri":"pvc:\/\/claim\/model"/);
    assert.deepEqual(run.outputs, {
      workload: {
        apiVersion: "serving.kserve.io/v1beta1",
        kind: "InferenceService",
        namespace: "team-a",
        name: "iris",
      },
      url: "http://iris-team-a.example.com",
    });
  });

  it("registers everything that belongs to it as its children", async () => {
    const run = await runProgram(() => {
      new InferenceService("churn", {
        ...modelArgs,
        canary: { percent: 10, storageUri: "s3://kubeflow-prod-models/team-a/churn/v2" },
        transformer: { ...ownPart, program: { files: { "t.py": "" }, entrypoint: "t.py" } },
        callers: [{ users: ["ada@example.com"] }],
        rateLimit: { requestsPerSecond: 10 },
        alerts: { errorRatePercent: 1 },
      });
      return Promise.resolve({});
    });
    const istio = "kubernetes:security.istio.io/v1:AuthorizationPolicy::model-churn";
    assert.deepEqual(
      run.resources.map((resource) => label(resource).replace(/[0-9a-f]{10}$/, "<digest>")),
      [
        "kubeflow:workloads:InferenceService::churn",
        "kubernetes:core/v1:ConfigMap::churn-code-<digest>",
        "kubernetes:core/v1:ServiceAccount::model-churn",
        "kubernetes:monitoring.coreos.com/v1:PrometheusRule::model-churn",
        "kubernetes:networking.istio.io/v1:VirtualService::model-churn",
        "kubernetes:networking.istio.io/v1:VirtualService::model-churn-inside",
        "kubernetes:networking.istio.io/v1alpha3:EnvoyFilter::model-churn-canary-rate-limit",
        "kubernetes:networking.istio.io/v1alpha3:EnvoyFilter::model-churn-rate-limit",
        `${istio}-callers`,
        `${istio}-canary-callers`,
        `${istio}-canary-nobody-else`,
        `${istio}-canary-transformer-callers`,
        `${istio}-canary-transformer-nobody-else`,
        `${istio}-nobody-else`,
        `${istio}-transformer-callers`,
        `${istio}-transformer-nobody-else`,
        "kubernetes:serving.kserve.io/v1beta1:InferenceService::churn",
        "kubernetes:serving.kserve.io/v1beta1:InferenceService::churn-canary",
      ],
    );
  });

  it("registers nothing where something is wrong", async () => {
    const run = await runProgram(() => {
      const wrong = { ...modelArgs, storageUri: "s3://kubeflow-prod-models/team-b/churn/v1" };
      assert.throws(() => new InferenceService("churn", wrong), /outside the tenant's prefix/);
      assert.throws(
        () =>
          new InferenceService("churn", { ...modelArgs, predictor: { kind: "tensorflow", protocol: "v2" } }),
        /by v1, not by v2/,
      );
      return Promise.resolve({});
    });
    assert.deepEqual(run.resources, []);
  });
});
