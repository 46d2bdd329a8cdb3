import assert from "node:assert/strict";
import type { Manifest } from "../../manifests";
import { applyTransforms } from "../../manifests";
import { upstreamLiterals } from "../auth/literals";
import { setEnvironment } from "./environment-variables";
import { ownedBy } from "./user-namespace";

function deployment(env: readonly string[]): Manifest {
  const container = { name: "mysql", image: "mysql:8.4", env: env.map((name) => ({ name, value: "true" })) };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "mysql", namespace: "kubeflow" },
    spec: { replicas: 1, template: { metadata: {}, spec: { containers: [container, { name: "side" }] } } },
  };
}

const target = { kind: "Deployment", name: "mysql", namespace: "kubeflow" };

describe("setEnvironment", () => {
  it("removes, replaces and adds variables of the first container, and touches nothing else", () => {
    const change = setEnvironment(target, { GONE: undefined, SET: { value: "new" }, ADDED: { value: "1" } });
    assert.deepEqual(change(deployment(["KEPT", "GONE", "SET"])), {
      ...deployment([]),
      spec: {
        replicas: 1,
        template: {
          metadata: {},
          spec: {
            containers: [
              {
                name: "mysql",
                image: "mysql:8.4",
                env: [
                  { name: "KEPT", value: "true" },
                  { name: "SET", value: "new" },
                  { name: "ADDED", value: "1" },
                ],
              },
              { name: "side" },
            ],
          },
        },
      },
    });
  });

  it("leaves other objects alone", () => {
    const other = { ...deployment(["GONE"]), metadata: { name: "other", namespace: "kubeflow" } };
    assert.equal(setEnvironment(target, { GONE: undefined })(other), other);
  });

  it("fails where a release's object has no container any more", () => {
    const empty = { ...deployment([]), spec: {} };
    assert.throws(
      () => applyTransforms([empty], [setEnvironment(target, {})]),
      /Deployment\/kubeflow\/mysql has no pod template/,
    );
  });
});

describe("ownedBy", () => {
  it("hands the example profile to the user of the environment", () => {
    const profile: Manifest = {
      apiVersion: "kubeflow.org/v1",
      kind: "Profile",
      metadata: { name: "p" },
      spec: { owner: { kind: "User", name: "user@example.com" }, resourceQuotaSpec: {} },
    };
    assert.deepEqual(ownedBy("a@b.example")(profile)?.spec, {
      owner: { kind: "User", name: "a@b.example" },
      resourceQuotaSpec: {},
    });
  });
});

describe("upstreamLiterals", () => {
  const secret = (name: string, fields: Partial<Manifest>): Manifest => ({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name, namespace: "auth" },
    ...fields,
  });

  it("finds Secrets that still hold what upstream wrote", () => {
    const manifests = [
      secret("filled", { stringData: { password: "12341234" } }),
      secret("encoded", { data: { password: "MTIz" } }),
      secret("replaced", { data: { password: "MTIz" } }),
      secret("made-h675gf55ht", { data: { password: "MTIz" } }),
      secret("empty", {}),
    ];
    const overrides = { "Secret/auth/replaced": { data: {} }, "Secret/auth/made-*": { data: {} } };
    assert.deepEqual(upstreamLiterals(manifests, overrides), ["Secret/auth/filled", "Secret/auth/encoded"]);
  });
});
