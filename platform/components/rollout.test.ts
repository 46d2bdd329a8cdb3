import assert from "node:assert/strict";
import { applyTransforms, isObject, type Manifest } from "../../manifests";
import { configMap, deployment } from "../pipelines/testing";
import { replaceEnvironment } from "./environment-variables";
import { rolledOutWith } from "./rollout";

const reading = deployment("server", {
  HOST: { valueFrom: { configMapKeyRef: { name: "configuration", key: "host" } } },
});

function annotationsOf(manifest: Manifest | undefined): unknown {
  const template = isObject(manifest?.spec) ? manifest.spec.template : undefined;
  return isObject(template) && isObject(template.metadata) ? template.metadata.annotations : undefined;
}

describe("rolledOutWith", () => {
  it("marks pods that read a configuration with its digest, and no others", () => {
    const mark = (configuration: object) =>
      annotationsOf(applyTransforms([reading], [rolledOutWith(["configuration"], { ...configuration })])[0]);
    assert.deepEqual(Object.keys(mark({}) ?? {}), ["kubeflow-on-aws/configuration-digest"]);
    assert.deepEqual(mark({ host: "a" }), mark({ host: "a" }));
    assert.notDeepEqual(mark({ host: "a" }), mark({ host: "b" }));
    const others = [deployment("other", { A: { value: "configurations" } }), configMap("configuration", {})];
    assert.deepEqual(applyTransforms(others, [rolledOutWith(["configuration"], {})]), others);
  });
});

describe("replaceEnvironment", () => {
  const target = { kind: "Deployment", name: "server", namespace: "kubeflow" };

  it("keeps a variable's place, as others may refer to it", () => {
    const before = deployment("server", { A: { value: "1" }, B: { value: "$(A)" }, C: { value: "3" } });
    assert.deepEqual(
      applyTransforms([before], [replaceEnvironment(target, { A: { value: "2" }, C: undefined })]),
      [deployment("server", { A: { value: "2" }, B: { value: "$(A)" } })],
    );
  });

  it("fails where there is nothing to replace", () => {
    assert.throws(
      () => applyTransforms([reading], [replaceEnvironment(target, { PORT: { value: "1" } })]),
      /Deployment\/kubeflow\/server of this release has no variable PORT to replace/,
    );
  });
});
