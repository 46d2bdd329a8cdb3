import assert from "node:assert/strict";
import type { KubeObject } from "../../../kube";
import { compare, findingsText, type Rule } from "./compare";
import { objectKey } from "./snapshot";

function notebook(name: string, spec: KubeObject["metadata"][string], uid = name): KubeObject {
  return {
    apiVersion: "kubeflow.org/v1",
    kind: "Notebook",
    metadata: { name, namespace: "team-a", uid },
    spec,
    status: { readyReplicas: 1 },
  };
}

function snapshot(...objects: KubeObject[]): ReadonlyMap<string, KubeObject> {
  return new Map(objects.map((object) => [objectKey(object), object]));
}

function texts(before: KubeObject[], after: KubeObject[], rules: readonly Rule[] = []): string[] {
  const text = findingsText(compare(snapshot(...before), snapshot(...after), rules));
  return text === "" ? [] : text.split("\n");
}

const kind = "kubeflow.org/Notebook";

describe("comparing tenants' objects before and after an upgrade", () => {
  const one = notebook("one", { image: "a", args: ["x", "y"] });

  it("finds nothing where nothing changed, whatever the order of keys", () => {
    assert.deepEqual(texts([one], [notebook("one", { args: ["x", "y"], image: "a" })]), []);
  });

  it("tells object, path, before and after of each difference", () => {
    const { status, ...without } = notebook("one", { image: "b", args: ["x", "z"], more: true }, "another");
    assert.deepEqual(texts([one], [without]), [
      'kubeflow.org/Notebook team-a/one: metadata.uid: "one" → "another"',
      'kubeflow.org/Notebook team-a/one: spec.args.1: "y" → "z"',
      'kubeflow.org/Notebook team-a/one: spec.image: "a" → "b"',
      "kubeflow.org/Notebook team-a/one: spec.more: nothing → true",
      'kubeflow.org/Notebook team-a/one: status: {"readyReplicas":1} → nothing',
    ]);
  });

  it("tells a list of another length whole", () => {
    assert.deepEqual(texts([one], [notebook("one", { image: "a", args: ["x"] })]), [
      'kubeflow.org/Notebook team-a/one: spec.args: ["x","y"] → ["x"]',
    ]);
  });

  it("tells objects that are gone, and new ones", () => {
    assert.deepEqual(texts([one], [notebook("two", {})]), [
      "kubeflow.org/Notebook team-a/one: is gone",
      "kubeflow.org/Notebook team-a/two: is new",
    ]);
  });

  it("sees an object that is read in another version", () => {
    assert.deepEqual(texts([one], [{ ...one, apiVersion: "kubeflow.org/v2" }]), [
      'kubeflow.org/Notebook team-a/one: apiVersion: "kubeflow.org/v1" → "kubeflow.org/v2"',
    ]);
  });

  it("wants exactly what a rule says that an object becomes", () => {
    const rule: Rule = {
      kind,
      reason: "another image",
      change: (object) => ({ ...object, spec: { image: "b" } }),
    };
    assert.deepEqual(texts([one], [notebook("one", { image: "b" })], [rule]), []);
    assert.deepEqual(texts([one], [one], [rule]), [
      'kubeflow.org/Notebook team-a/one: spec.args: nothing → ["x","y"]',
      'kubeflow.org/Notebook team-a/one: spec.image: "b" → "a"',
    ]);
  });

  it("leaves what a rule sets free, and nothing beside it", () => {
    const rule: Rule = { kind, reason: "the platform's", free: ["spec.image"] };
    const after = notebook("one", { image: { name: "b" }, imagePullPolicy: "Always", args: ["x", "y"] });
    assert.deepEqual(texts([one], [after], [rule]), [
      'kubeflow.org/Notebook team-a/one: spec.imagePullPolicy: nothing → "Always"',
    ]);
  });

  it("allows objects of one side alone, by name", () => {
    const two = notebook("two", {});
    const gone: Rule = { kind, names: /^team-a\/one$/, reason: "old", only: "before" };
    const come: Rule = { kind, names: /^team-a\/two$/, reason: "new", only: "after" };
    assert.deepEqual(texts([one], [two], [gone, come]), []);
    assert.deepEqual(texts([two], [two, one], [{ ...come, names: /one/ }]), []);
    assert.deepEqual(texts([], [one, two], [come]), ["kubeflow.org/Notebook team-a/one: is new"]);
  });

  it("finds rules that nothing needs", () => {
    const rules: Rule[] = [
      { kind, names: /two/, reason: "an earlier release", free: ["spec"] },
      { kind: "kubeflow.org/Profile", reason: "defaults", change: (object) => object },
      { kind, reason: "old", only: "before" },
    ];
    assert.deepEqual(texts([one], [one], rules), [
      'the rule for kubeflow.org/Notebook two: an earlier release: "a difference" → "none"',
      'the rule for kubeflow.org/Profile: defaults: "a difference" → "none"',
      'the rule for kubeflow.org/Notebook: old: "a difference" → "none"',
    ]);
  });
});
