import assert from "node:assert/strict";
import { applyTransforms, type Manifest } from "../../manifests";
import { administrator } from "./dashboard";

const configMap = (ADMIN: string): Manifest => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "profiles-config-5h9m86f79f", namespace: "kubeflow" },
  data: { ADMIN, USERID_HEADER: "kubeflow-userid" },
});

describe("administrator", () => {
  it("is the first who is named, as access management compares one address", () => {
    const admins = ["root@example.com", "second@example.com"];
    assert.deepEqual(applyTransforms([configMap("")], administrator(admins, "26.03")), [
      configMap("root@example.com"),
    ]);
  });

  it("is nobody where nobody is named", () => {
    assert.deepEqual(administrator([], "26.03"), []);
  });

  it("fails where a release has one of its own", () => {
    assert.throws(
      () => applyTransforms([configMap("x@example.com")], administrator(["root@example.com"], "26.03")),
      /ConfigMap\/kubeflow\/profiles-config-5h9m86f79f has no empty ADMIN/,
    );
  });
});
