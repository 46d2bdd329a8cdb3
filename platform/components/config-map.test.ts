import assert from "node:assert/strict";
import * as z from "zod";
import type { Manifest } from "../../manifests";
import { changeConfigMap, changeJson, readYaml, setTexts } from "./config-map";

function configMap(name: string, data: Record<string, string>): Manifest {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace: "kubeflow" }, data };
}

describe("setTexts", () => {
  const target = { name: "settings", namespace: "kubeflow" };

  it("sets what is there and keeps the rest", () => {
    assert.deepEqual(
      setTexts(target, { A: "new" })(configMap("settings", { A: "old", B: "kept" })),
      configMap("settings", { A: "new", B: "kept" }),
    );
  });

  it("refuses a key that the release doesn't know, as nobody would read it", () => {
    assert.throws(
      () => setTexts(target, { A: "new", C: "lost" })(configMap("settings", { A: "old" })),
      /ConfigMap\/kubeflow\/settings has no C/,
    );
  });

  it("knows a name with kustomize's hash only where it is told of one", () => {
    const hashed = configMap("settings-9c2fbg2gdc", { A: "old" });
    assert.equal(setTexts(target, { A: "new" })(hashed), hashed);
    assert.deepEqual(
      setTexts({ ...target, hashed: true }, { A: "new" })(hashed),
      configMap("settings-9c2fbg2gdc", { A: "new" }),
    );
  });

  it("leaves other ConfigMaps alone, longer names of its own too", () => {
    const other = configMap("settings-extra-9c2fbg2gdc", { A: "old" });
    assert.equal(setTexts({ ...target, hashed: true }, { A: "new" })(other), other);
  });

  it("fails on a ConfigMap without texts", () => {
    assert.throws(
      () => changeConfigMap(target, (texts) => texts)(configMap("settings", {})),
      /ConfigMap\/kubeflow\/settings has no texts/,
    );
  });
});

describe("readYaml", () => {
  it("reads the document of a key, and nothing where there is none", () => {
    assert.deepEqual(readYaml({ settings: "a: [1]" }, "settings"), { a: [1] });
    assert.equal(readYaml({ settings: "a: [1]" }, "other"), undefined);
  });
});

describe("changeJson", () => {
  const schema = z.looseObject({ mode: z.string() });
  const change = changeJson("deploy", schema, (document) => ({ ...document, mode: "Standard" }));

  it("changes what it knows of a document and keeps the rest", () => {
    const { deploy } = change({ deploy: '{"mode": "Serverless", "other": {"a": [1]}}' });
    assert.deepEqual(JSON.parse(deploy ?? ""), { mode: "Standard", other: { a: [1] } });
  });

  for (const [what, text] of [
    ["has another shape", '{"mode": 1}'],
    ["is no JSON", "mode: Serverless"],
    ["is missing", undefined],
  ] as const) {
    it(`fails where the document ${what}`, () => {
      assert.throws(
        () => change(text === undefined ? { other: "" } : { deploy: text }),
        /the document deploy of this release looks otherwise/,
      );
    });
  }
});
