import * as assert from "node:assert/strict";
import { bindingName, checkPeople, contributorObjects } from "./contributors";

describe("contributorObjects", () => {
  const annotations = { user: "Bob.Smith@example.com", role: "view" };
  const metadata = { name: "user-bob-smith-example-com-clusterrole-view", namespace: "team-a", annotations };

  it("are what the dashboard's access management makes and finds", () => {
    assert.deepEqual(contributorObjects("team-a", { email: "Bob.Smith@example.com", role: "view" }), {
      roleBinding: {
        metadata,
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "kubeflow-view" },
        subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "Bob.Smith@example.com" }],
      },
      authorizationPolicy: {
        apiVersion: "security.istio.io/v1",
        kind: "AuthorizationPolicy",
        metadata,
        spec: {
          rules: [
            {
              from: [
                {
                  source: {
                    principals: [
                      "cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account",
                      "cluster.local/ns/kubeflow/sa/ml-pipeline-ui",
                    ],
                  },
                },
              ],
              when: [{ key: "request.headers[kubeflow-userid]", values: ["Bob.Smith@example.com"] }],
            },
          ],
        },
      },
    });
  });

  it("edit by default", () => {
    const { roleBinding } = contributorObjects("team-a", { email: "bob@example.com" });
    assert.equal(roleBinding.roleRef.name, "kubeflow-edit");
    assert.deepEqual(roleBinding.metadata.annotations, { user: "bob@example.com", role: "edit" });
  });
});

describe("bindingName", () => {
  for (const [email, name] of [
    ["bob@example.com", "user-bob-example-com-clusterrole-edit"],
    ["B_o-b+x@example.com", "user-b-o-b-x-example-com-clusterrole-edit"],
    ["-bob@example.com", "user-bob-example-com-clusterrole-edit"],
    ["bøb@example.com", "user-b-b-example-com-clusterrole-edit"],
  ] as const) {
    it(`of ${email} is ${name}`, () => {
      assert.equal(bindingName(email, "edit"), name);
    });
  }
});

describe("checkPeople", () => {
  const check = (...emails: string[]) => {
    checkPeople(
      'tenant "team-a"',
      "ann@example.com",
      emails.map((email) => ({ email })),
    );
  };

  it("takes different people", () => {
    check("bob@example.com", "eve@example.com");
  });

  for (const [what, emails, message] of [
    ["no address", ["bob"], /"bob" is no e-mail address/],
    ["the owner", ["Ann@example.com"], /tenant "team-a": contributors name Ann@example\.com, who owns it/],
    ["one person twice", ["bob@example.com", "bob@example.com"], /name bob@example\.com twice/],
    [
      "two whose bindings have one name",
      ["b.ob@example.com", "b-ob@example.com"],
      /b-ob@example\.com and b\.ob@example\.com differ in signs only/,
    ],
  ] as const) {
    it(`refuses ${what}`, () => {
      assert.throws(() => {
        check(...emails);
      }, message);
    });
  }

  it("refuses an owner without an address", () => {
    assert.throws(() => {
      checkPeople('tenant "team-a"', "ann", []);
    }, /"ann" is no e-mail address/);
  });
});
