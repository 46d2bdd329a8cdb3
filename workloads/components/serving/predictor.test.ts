import assert from "node:assert/strict";
import { gpuPool } from "../../testing";
import { place } from "../../spec/placement";
import type { Predictor } from "./predictor";
import { predictorServer } from "./predictor";
import { servingPlatform } from "./testing";

interface Setting {
  readonly accelerators?: number;
  readonly storageUri?: string | undefined;
  readonly platform?: typeof servingPlatform;
}

const onDisk: Setting = { storageUri: "pvc://claim/model" };

function serve(
  predictor: Predictor,
  { accelerators, storageUri, platform = servingPlatform }: Setting = onDisk,
) {
  const pool = accelerators === undefined ? undefined : "gpu";
  const resources = { cpu: 4, memoryGiB: 16, accelerators };
  const placement = place("job", { resources, pool, platform });
  const owner = 'InferenceService "churn"';
  return predictorServer(predictor, {
    owner,
    model: "churn",
    service: "churn",
    storageUri,
    placement,
    pool,
    platform,
  });
}

function modelOf(predictor: Predictor, setting: Setting = onDisk) {
  const server = serve(predictor, setting);
  assert.ok("model" in server);
  return server.model;
}

describe("predictorServer", () => {
  const known: readonly [Predictor, runtime: string, protocol: string][] = [
    [{ kind: "sklearn" }, "kserve-sklearnserver", "v2"],
    [{ kind: "sklearn", server: "mlserver" }, "kserve-mlserver", "v2"],
    [{ kind: "xgboost" }, "kserve-xgbserver", "v2"],
    [{ kind: "lightgbm", protocol: "v1" }, "kserve-lgbserver", "v1"],
    [{ kind: "pytorch" }, "kserve-tritonserver", "v2"],
    [{ kind: "pytorch", server: "torchserve" }, "kserve-torchserve", "v2"],
    [{ kind: "tensorflow" }, "kserve-tensorflow-serving", "v1"],
    [{ kind: "tensorflow", server: "triton" }, "kserve-tritonserver", "v2"],
    [{ kind: "huggingface" }, "kserve-huggingfaceserver", "v2"],
    [{ kind: "sklearn", runtime: "own" }, "own", "v2"],
  ];
  for (const [predictor, runtime, protocol] of known) {
    it(`serves ${JSON.stringify(predictor)} with ${runtime}`, () => {
      const model = modelOf(predictor);
      assert.deepEqual([model.runtime, model.protocolVersion], [runtime, protocol]);
      assert.deepEqual(model.modelFormat, { name: predictor.kind });
    });
  }

  it("serves a Hugging Face model from its hub by vLLM, over all GPUs of the container", () => {
    const predictor: Predictor = {
      kind: "huggingface",
      modelId: "org/model",
      revision: "abc",
      maxModelLength: 8192,
      dtype: "bfloat16",
      task: "text_generation",
      trustRemoteCode: true,
      arguments: ["--enable-prefix-caching"],
    };
    const amounts = { cpu: "4", memory: "16Gi", "nvidia.com/gpu": "2" };
    assert.deepEqual(modelOf(predictor, { accelerators: 2 }), {
      modelFormat: { name: "huggingface" },
      protocolVersion: "v2",
      runtime: "vllm-gpu",
      args: [
        "--model_id=org/model",
        "--model_revision=abc",
        "--max_model_len=8192",
        "--dtype=bfloat16",
        "--task=text_generation",
        "--tensor-parallel-size=2",
        "--trust_remote_code",
        "--disable_log_requests",
        "--enable-prefix-caching",
      ],
      resources: { requests: amounts, limits: amounts },
    });
  });

  it("takes Triton for GPUs where a model of PyTorch gets one", () => {
    assert.equal(modelOf({ kind: "pytorch" }, { ...onDisk, accelerators: 1 }).runtime, "triton-gpu");
  });

  const neuron = {
    ...servingPlatform,
    nodePools: [
      {
        ...gpuPool,
        accelerator: { resource: "aws.amazon.com/neuroncore" as const, count: 2, product: "inferentia2" },
      },
    ],
  };
  const refused: readonly [what: string, Predictor, Setting, RegExp][] = [
    [
      "a protocol that the server doesn't speak",
      { kind: "tensorflow", protocol: "v2" },
      onDisk,
      /by v1, not by v2/,
    ],
    [
      "GPUs for processors",
      { kind: "sklearn" },
      { ...onDisk, accelerators: 1 },
      /has no use for the 1 accelerators/,
    ],
    [
      "another accelerator",
      { kind: "pytorch" },
      { ...onDisk, accelerators: 1, platform: neuron },
      /has inferentia2/,
    ],
    ["no model", { kind: "sklearn" }, {}, /nothing says where the model is/],
    ["two models", { kind: "huggingface", modelId: "a/b" }, onDisk, /both storageUri and predictor.modelId/],
  ];
  for (const [what, predictor, setting, message] of refused) {
    it(`refuses ${what}`, () => {
      assert.throws(() => serve(predictor, setting), message);
    });
  }

  it("runs a container of one's own without a model, too", () => {
    const predictor = {
      kind: "custom",
      image: "docker.io/team/model:1",
      command: ["serve"],
      port: 9000,
    } as const;
    const server = serve(predictor, {});
    assert.ok("containers" in server);
    const [container] = server.containers;
    assert.deepEqual(
      [container?.command, container?.env],
      [["serve"], [{ name: "MODEL_NAME", value: "churn" }]],
    );
    assert.deepEqual(container?.ports, [{ containerPort: 9000, protocol: "TCP" }]);
  });
});
