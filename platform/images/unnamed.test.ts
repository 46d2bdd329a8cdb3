import assert from "node:assert/strict";
import { applyTransforms, findImages, type Manifest } from "../../manifests";
import { nameUnnamedImages } from "./unnamed";

function operator(container: Record<string, string | string[]>): Manifest {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "training-operator", namespace: "kubeflow" },
    spec: { template: { spec: { containers: [{ image: "r.example/operator:1", ...container }] } } },
  };
}

describe("nameUnnamedImages", () => {
  it("tells the training operator of its images by flags, where the image map finds them", () => {
    const [changed] = applyTransforms([operator({ name: "training-operator" })], nameUnnamedImages("26.03"));
    assert.ok(changed !== undefined);
    assert.deepEqual(
      findImages([changed]).map(({ reference }) => reference),
      ["r.example/operator:1", "alpine:3.10", "ghcr.io/kubeflow/training-v1/kubectl-delivery:latest"],
    );
  });

  it("refuses an operator that has another shape or the flag already", () => {
    for (const [container, message] of [
      [{ name: "other" }, /has no container training-operator/],
      [
        { name: "training-operator", args: ["--pytorch-init-container-image=x"] },
        /has --pytorch-init-container-image already/,
      ],
    ] as const) {
      assert.throws(
        () =>
          applyTransforms(
            [operator({ ...container, args: [...("args" in container ? container.args : [])] })],
            nameUnnamedImages("26.03"),
          ),
        message,
      );
    }
  });
});
