import assert from "node:assert/strict";
import { UserError } from "../../../config/errors";
import { awsPlatformFixture, platformFixture } from "../../testing";
import type { CompiledPipeline } from "./compiled-pipeline";
import { fit, type Fitting } from "./ir";

function compiled(image = "python:3.12-slim", more: CompiledPipeline["pipelineSpec"] = {}): CompiledPipeline {
  return {
    pipelineSpec: {
      deploymentSpec: {
        executors: { "exec-a": { container: { image, args: ["x"] } }, "exec-i": { importer: {} } },
      },
      components: {
        "comp-a": { executorLabel: "exec-a" },
        "comp-part": { dag: { tasks: { inside: { cachingOptions: { enableCache: true } } } } },
      },
      root: { dag: { tasks: { a: { cachingOptions: { enableCache: true } }, b: {} } } },
      ...more,
    },
    platformSpec: { platforms: { kubernetes: {} } },
  };
}

const local: Fitting = { owner: 'Pipeline "churn"', namespace: "team-a", platform: platformFixture };
const aws: Fitting = { ...local, platform: awsPlatformFixture };

function refused(of: CompiledPipeline, fitting: Fitting, message: RegExp): void {
  assert.throws(
    () => fit(of, fitting),
    (error) => error instanceof UserError && message.test(error.message),
  );
}

describe("fit", () => {
  it("changes nothing where nothing is asked for", () => {
    assert.deepEqual(fit(compiled(), local), compiled());
  });

  it("sends images through the environment's map, and artifacts below the tenant's prefix", () => {
    const expected = compiled(
      "111122223333.dkr.ecr.us-west-2.amazonaws.com/docker-hub/library/python:3.12-slim",
      {
        defaultPipelineRoot: "s3://kubeflow-prod-artifacts/team-a/pipelines",
      },
    );
    assert.deepEqual(fit(compiled(), aws), expected);
    assert.deepEqual(fit(expected, aws), expected);
  });

  it("refuses an image outside of the map", () => {
    refused(compiled("quay.example/a:1"), aws, /^Pipeline "churn": image quay\.example\/a:1 is outside/);
    const placeholder = "{{$.inputs.parameters['image']}}";
    refused(compiled(placeholder), aws, /exec-a takes its image from a parameter/);
    assert.deepEqual(fit(compiled(placeholder), local), compiled(placeholder));
  });

  it("refuses a root outside of the tenant's prefix, whoever says it", () => {
    const elsewhere = "s3://kubeflow-prod-artifacts/team-b/pipelines";
    refused(
      compiled("python:3.12-slim", { defaultPipelineRoot: elsewhere }),
      aws,
      /is outside of what tenant "team-a"/,
    );
    refused(compiled(), { ...aws, pipelineRoot: "s3://kubeflow-prod-artifacts/team-a/../team-b" }, /outside/);
    refused(compiled(), { ...aws, pipelineRoot: "s3://other/team-a/x" }, /outside/);
    const own = "s3://kubeflow-prod-artifacts/team-a/churn";
    assert.equal(fit(compiled(), { ...aws, pipelineRoot: own }).pipelineSpec.defaultPipelineRoot, own);
    assert.equal(
      fit(compiled(), { ...local, pipelineRoot: "minio://m/x" }).pipelineSpec.defaultPipelineRoot,
      "minio://m/x",
    );
  });

  it("switches the cache of all tasks, in every part", () => {
    const with_ = (cachingOptions: CompiledPipeline["pipelineSpec"]) =>
      compiled("python:3.12-slim", {
        components: {
          "comp-a": { executorLabel: "exec-a" },
          "comp-part": { dag: { tasks: { inside: { cachingOptions: { ...cachingOptions } } } } },
        },
        root: {
          dag: {
            tasks: {
              a: { cachingOptions: { ...cachingOptions } },
              b: { cachingOptions: { ...cachingOptions } },
            },
          },
        },
      });
    assert.deepEqual(fit(compiled(), { ...local, caching: false }), with_({}));
    assert.deepEqual(fit(compiled(), { ...local, caching: true }), with_({ enableCache: true }));
  });
});
