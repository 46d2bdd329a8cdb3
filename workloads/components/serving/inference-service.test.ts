import * as assert from "node:assert/strict";
import { platformFixture, inputsOf, runProgram } from "../../testing";
import {
  InferenceService,
  type InferenceServiceArgs,
  type InferenceServiceSpecArgs,
  annotations,
  predictorSpec,
} from "./inference-service";

const args: InferenceServiceSpecArgs = {
  format: "sklearn",
  resources: { cpu: 1, memoryGiB: 2 },
  platform: platformFixture,
};

describe("predictorSpec", () => {
  it("serves one replica with the open inference protocol by default", () => {
    const amounts = { cpu: "1", memory: "2Gi" };
    assert.deepEqual(predictorSpec("iris", args), {
      automountServiceAccountToken: false,
      minReplicas: 1,
      maxReplicas: 1,
      model: {
        modelFormat: { name: "sklearn" },
        protocolVersion: "v2",
        resources: { requests: amounts, limits: amounts },
      },
    });
  });

  it("goes to a pool, scales, and takes a runtime of its own", () => {
    const predictor = predictorSpec("iris", {
      ...args,
      pool: "gpu",
      runtime: "own",
      minReplicas: 2,
      maxReplicas: 5,
    });
    assert.deepEqual(predictor.nodeSelector, { "example.com/pool": "gpu" });
    assert.equal(predictor.model.runtime, "own");
    assert.equal(predictor.model.resources.limits["nvidia.com/gpu"], "1");
    assert.deepEqual([predictor.minReplicas, predictor.maxReplicas], [2, 5]);
  });

  it("scales to zero with Knative only", () => {
    assert.equal(predictorSpec("iris", { ...args, mode: "Knative", minReplicas: 0 }).maxReplicas, 1);
    assert.throws(() => predictorSpec("iris", { ...args, minReplicas: 0 }), /only Knative scales to zero/);
  });

  it("refuses more at least than at most", () => {
    assert.throws(() => predictorSpec("iris", { ...args, minReplicas: 3, maxReplicas: 2 }), /from 3 to 2/);
  });
});

describe("annotations", () => {
  it("say the mode, whatever the platform's default is, and what to wait for", () => {
    assert.deepEqual(annotations({ waitUntilReady: false }), {
      "serving.kserve.io/deploymentMode": "Standard",
    });
    assert.deepEqual(annotations({ mode: "Knative", waitUntilReady: true }), {
      "serving.kserve.io/deploymentMode": "Knative",
      "pulumi.com/waitFor": "condition=Ready",
    });
  });
});

describe("InferenceService", () => {
  it("keeps its name, so that its address holds across changes", async () => {
    const more: InferenceServiceArgs = {
      ...args,
      tenant: "team-a",
      storageUri: "pvc://claim/model",
      waitUntilReady: false,
    };
    const run = await runProgram(() => {
      const service = new InferenceService("iris", more);
      return Promise.resolve({ workload: service.workload });
    });
    assert.deepEqual(inputsOf(run, "kubernetes:serving.kserve.io/v1beta1:InferenceService::iris").metadata, {
      name: "iris",
      namespace: "team-a",
      annotations: { "serving.kserve.io/deploymentMode": "Standard" },
    });
    assert.match(JSON.stringify(run.resources), /"storageUri":"pvc:\/\/claim\/model"/);
    assert.match(JSON.stringify(run.outputs), /"name":"iris"/);
  });
});
