import * as assert from "node:assert/strict";
import { parse } from "yaml";
import { mergeSettings, readConfig } from "./overrides";

const tracked = `
# a comment that stays
config:
  kubeflow-infra:cluster:
    kind: simulated
    port: 7000
  kubeflow-platform:release: "26.03"
`;

describe("mergeSettings", () => {
  it("leaves the tracked values where nothing is put on top", () => {
    const merged = mergeSettings(tracked, undefined, { "kubeflow-infra:cluster": undefined });
    assert.deepEqual(parse(merged), parse(tracked));
    assert.match(merged, /edits here are lost/);
  });

  it("keeps what a flag of the same kind leaves open", () => {
    const merged: unknown = parse(
      mergeSettings(tracked, undefined, {
        "kubeflow-infra:cluster": { kind: "simulated" },
        "kubeflow-infra:directory": "/clone/.local",
      }),
    );
    assert.deepEqual(merged, {
      config: {
        "kubeflow-infra:cluster": { kind: "simulated", port: 7000 },
        "kubeflow-platform:release": "26.03",
        "kubeflow-infra:directory": "/clone/.local",
      },
    });
  });

  it("replaces a cluster of another kind altogether", () => {
    const cluster = { kind: "existing", kubeconfig: "/k", context: "c" };
    const merged: unknown = parse(mergeSettings(tracked, undefined, { "kubeflow-infra:cluster": cluster }));
    assert.deepEqual(
      Reflect.get(Object(Reflect.get(Object(merged), "config")), "kubeflow-infra:cluster"),
      cluster,
    );
  });

  it("keeps the salt that Pulumi wrote into the copy", () => {
    const merged = mergeSettings(tracked, "encryptionsalt: v1:abc=\nconfig: {}\n", {});
    assert.match(merged, /^encryptionsalt: v1:abc=$/m);
  });

  it("makes a config map where the tracked file has none", () => {
    assert.deepEqual(parse(mergeSettings("{}", undefined, { "a:b": 1 })), { config: { "a:b": 1 } });
  });

  it("refuses what is no YAML", () => {
    assert.throws(() => mergeSettings("config: [", undefined, {}), { name: "UserError", exitCode: 2 });
  });
});

describe("readConfig", () => {
  it("hands values over as Pulumi does: structures as JSON, text as it is", () => {
    assert.deepEqual(readConfig(tracked, "Pulumi.local.yaml"), {
      "kubeflow-infra:cluster": '{"kind":"simulated","port":7000}',
      "kubeflow-platform:release": "26.03",
    });
    assert.deepEqual(readConfig("", "Pulumi.local.yaml"), {});
  });

  it("refuses keys that name no project, and what isn't a map", () => {
    assert.throws(() => readConfig("config:\n  release: 1\n", "Pulumi.x.yaml"), {
      message: /Pulumi\.x\.yaml: the key "release" names no project/,
    });
    assert.throws(() => readConfig("config: [1]\n", "Pulumi.x.yaml"), { message: /not a map/ });
    assert.throws(() => readConfig("config: [", "Pulumi.x.yaml"), { message: /not valid YAML/ });
  });
});
