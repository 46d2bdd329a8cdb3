import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { CrdStore, toCrd } from "./store";

const definition = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: {
    name: "things.x.example",
    creationTimestamp: null,
    annotations: {
      "cert-manager.io/inject-ca-from": "$(NAMESPACE)/cert",
      "controller-gen.kubebuilder.io/version": "v1",
    },
  },
  spec: {
    group: "x.example",
    scope: "Namespaced",
    names: { kind: "Thing" },
    conversion: {
      strategy: "Webhook",
      webhook: { clientConfig: { caBundle: "Cg==", service: { name: "s" } } },
    },
  },
  status: { conditions: [] },
};

describe("toCrd", () => {
  it("drops status, unexpanded variables and placeholder bundles, and nothing else", () => {
    const { status: _, ...rest } = definition;
    assert.deepEqual(toCrd(definition), {
      ...rest,
      metadata: { name: "things.x.example", annotations: { "controller-gen.kubebuilder.io/version": "v1" } },
      spec: {
        ...definition.spec,
        conversion: { strategy: "Webhook", webhook: { clientConfig: { service: { name: "s" } } } },
      },
    });
  });
});

describe("CrdStore", () => {
  it("keeps a definition under its digest", async () => {
    const cacheDir = fs.mkdtempSync(path.join(os.tmpdir(), "crds-"));
    try {
      const store = new CrdStore({ cacheDir });
      const crd = toCrd(definition);
      const reference = store.put(crd);
      assert.deepEqual(await store.get(reference.digest), crd);
      assert.equal(store.put(crd).digest, reference.digest);
      assert.equal(reference.namespaced, true);
      await assert.rejects(store.get("0".repeat(64)), /not in this machine's cache/);
    } finally {
      fs.rmSync(cacheDir, { recursive: true });
    }
  });
});
