import assert from "node:assert/strict";
import { isObject, type Manifest } from "../../manifests";
import { changePods, configDigest, restartsWith } from "./pod-template";

const target = { kind: "Deployment", name: "controller", namespace: "kubeflow" };

function deployment(
  template: Record<string, never> | { metadata: { annotations: Record<string, string> } },
): Manifest {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "controller", namespace: "kubeflow" },
    spec: { replicas: 1, template },
  };
}

/** The annotations of the pods. */
function annotationsOf(manifest: Manifest | undefined): unknown {
  const spec = isObject(manifest?.spec) ? manifest.spec : {};
  const template = isObject(spec.template) ? spec.template : {};
  return isObject(template.metadata) ? template.metadata.annotations : undefined;
}

describe("restartsWith", () => {
  it("is the same as long as what is read is, and another when it isn't", () => {
    const [first, again, other] = [{ a: 1 }, { a: 1 }, { a: 2 }].map((read) =>
      annotationsOf(restartsWith(target, read)(deployment({}))),
    );
    assert.deepEqual(first, again);
    assert.notDeepEqual(first, other);
  });

  it("keeps the pods' other annotations", () => {
    const changed = restartsWith(target, "x")(deployment({ metadata: { annotations: { kept: "yes" } } }));
    assert.deepEqual(annotationsOf(changed), { kept: "yes", [configDigest]: "ba2df4903a2c14e8" });
  });

  it("leaves other workloads alone", () => {
    const other = { ...deployment({}), metadata: { name: "other", namespace: "kubeflow" } };
    assert.equal(restartsWith(target, "x")(other), other);
  });
});

describe("changePods", () => {
  it("fails on a workload without a pod template", () => {
    assert.throws(
      () => changePods(target, (template) => template)({ ...deployment({}), spec: {} }),
      /Deployment\/kubeflow\/controller has no pod template/,
    );
  });
});
