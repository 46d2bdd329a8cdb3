import assert from "node:assert/strict";
import { assertAccepted, skipWithoutDefinitions } from "./crds";
import { openApiToJsonSchema } from "./structural-schema";

describe("openApiToJsonSchema", () => {
  it("refuses unknown fields but in what is left open, and knows numbers that may be text", () => {
    const schema = openApiToJsonSchema({
      type: "object",
      properties: {
        spec: {
          type: "object",
          properties: {
            port: { "x-kubernetes-int-or-string": true, anyOf: [{ type: "integer" }, { type: "string" }] },
            labels: { type: "object", additionalProperties: { type: "string" } },
            free: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
            rows: { type: "array", nullable: true, items: { type: "object" } },
          },
        },
      },
    });
    assert.deepEqual(schema, {
      type: ["object"],
      additionalProperties: false,
      properties: {
        apiVersion: { type: "string" },
        kind: { type: "string" },
        metadata: { type: "object" },
        spec: {
          type: ["object"],
          additionalProperties: false,
          properties: {
            port: { type: ["integer", "string"], anyOf: [{ type: "integer" }, { type: "string" }] },
            labels: { type: ["object"], additionalProperties: { type: ["string"] } },
            free: { type: ["object"] },
            rows: { type: ["array", "null"], items: { type: ["object"], additionalProperties: false } },
          },
        },
      },
    });
  });
});

describe("assertAccepted", () => {
  before(function () {
    skipWithoutDefinitions(this);
  });

  it("takes what the definition takes", () => {
    assertAccepted("trainer.kubeflow.org/v1alpha1", "TrainJob", {
      metadata: { name: "train" },
      spec: {
        runtimeRef: { name: "torch-distributed" },
        trainer: { numProcPerNode: "auto", image: undefined },
      },
    });
  });

  it("refuses an unknown field, a wrong type and what is missing, all at once", () => {
    const spec = { trainer: { numNodes: "two", gpus: 1 } };
    assert.throws(
      () => {
        assertAccepted("trainer.kubeflow.org/v1alpha1", "TrainJob", { spec });
      },
      (error: assert.AssertionError) => {
        const found = String(error.actual);
        return ["runtimeRef", "gpus", "numNodes"].every((part) => found.includes(part));
      },
    );
  });

  it("finds kinds of charts, and says so where there is no definition", () => {
    assert.throws(() => {
      assertAccepted("kueue.x-k8s.io/v1beta2", "LocalQueue", { spec: { queue: "x" } });
    }, /LocalQueue would be refused/);
    assert.throws(() => {
      assertAccepted("example.com/v1", "Nothing", {});
    }, /no definition of example.com\/v1 Nothing/);
  });
});
