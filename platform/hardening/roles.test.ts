import assert from "node:assert/strict";
import { applyTransforms, type JsonObject, type Manifest } from "../../manifests";
import { withNarrowedRoles } from "./roles";

const role = (name: string, rules: JsonObject[]): Manifest => ({
  apiVersion: "rbac.authorization.k8s.io/v1",
  kind: "ClusterRole",
  metadata: { name },
  rules,
});
const read = { apiGroups: [""], resources: ["pods"], verbs: ["get"] };

describe("withNarrowedRoles", () => {
  it("writes out what a role means by *", () => {
    assert.deepEqual(
      applyTransforms([role("katib-ui", [{ ...read, verbs: ["*"] }, read])], [withNarrowedRoles("26.03")])[0]
        ?.rules,
      [
        {
          ...read,
          verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
        },
        read,
      ],
    );
    assert.throws(
      () => applyTransforms([role("katib-ui", [read])], [withNarrowedRoles("26.03")]),
      /ClusterRole\/katib-ui has no rule with verbs/,
    );
  });

  it("leaves out what a role's program does not use", () => {
    const rulesOf = (groups: string[]) => {
      const rule = { apiGroups: groups, resources: ["validatingwebhookconfigurations"], verbs: ["patch"] };
      return applyTransforms([role("katib-controller", [read, rule])], [withNarrowedRoles("26.03")])[0]
        ?.rules;
    };
    assert.deepEqual(rulesOf(["admissionregistration.k8s.io"]), [read]);
    for (const groups of [["apps"], ["admissionregistration.k8s.io", "apps"]]) {
      assert.throws(() => rulesOf(groups), /katib-controller has no rule about admissionregistration.k8s.io/);
    }
  });
});
