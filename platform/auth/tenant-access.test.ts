import assert from "node:assert/strict";
import { namespacePlaceholder as namespace } from "../../contract";
import { awsInfra, contextOf } from "../testing/settings";
import { tenantAccessPolicies, tenantAccessValues } from "./tenant-access";

const signOn = {
  admins: ["root@example.com"],
  groups: [
    { name: "engineers", role: "edit" },
    { name: "auditors", role: "view", namespaces: ["team-a", "team-b"] },
  ],
};
const context = contextOf(awsInfra, { signOn });
const rbac = "rbac.authorization.k8s.io";

const binding = (name: string, role: string, subjects: object[]) => ({
  apiVersion: `${rbac}/v1`,
  kind: "RoleBinding",
  metadata: { name, namespace },
  roleRef: { apiGroup: rbac, kind: "ClusterRole", name: `kubeflow-${role}` },
  subjects,
});

describe("tenantAccessPolicies", () => {
  it("binds administrators and groups in every tenant, and those of some namespaces by what differs", () => {
    assert.deepEqual(
      tenantAccessPolicies(context).filter(({ kind }) => kind === "RoleBinding"),
      [
        binding("kubeflow-administrators", "admin", [
          { apiGroup: rbac, kind: "User", name: "root@example.com" },
        ]),
        binding("group-0-edit", "edit", [{ apiGroup: rbac, kind: "Group", name: "engineers" }]),
        binding("group-1-view", "view", [{ apiGroup: rbac, kind: "Group", name: "{{tenant.group1}}" }]),
      ],
    );
    assert.deepEqual(tenantAccessValues(context), {
      group1: { otherwise: "system:nobody", of: { "team-a": "auditors", "team-b": "auditors" } },
    });
  });

  it("reads tokens at models only where a group may call them", () => {
    const kinds = (config: object) =>
      tenantAccessPolicies(contextOf(awsInfra, { signOn: config })).map(
        ({ kind, metadata }) => `${kind}/${metadata.name}`,
      );
    assert.deepEqual(kinds({}), ["AuthorizationPolicy/models-known-callers"]);
    assert.deepEqual(kinds({ groups: [{ name: "readers", role: "view" }] }), [
      "AuthorizationPolicy/models-known-callers",
      "RoleBinding/group-0-view",
    ]);
    assert.deepEqual(kinds({ groups: [{ name: "engineers", role: "edit" }] }), [
      "AuthorizationPolicy/models-known-callers",
      "RequestAuthentication/models-groups",
      "AuthorizationPolicy/models-groups",
      "RoleBinding/group-0-edit",
    ]);
  });

  it("says nothing of models where KServe is off", () => {
    assert.deepEqual(tenantAccessPolicies(contextOf(awsInfra, {}, ["kserve"])), []);
  });
});

describe("groups in configuration", () => {
  for (const name of ["system:masters", 'a"b', "{{tenant.namespace}}", "a*", ""]) {
    it(`are not called ${JSON.stringify(name)}`, () => {
      assert.throws(() => contextOf(awsInfra, { signOn: { groups: [{ name, role: "admin" }] } }));
    });
  }
});
