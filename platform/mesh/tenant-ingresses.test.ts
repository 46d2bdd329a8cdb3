import assert from "node:assert/strict";
import { istio } from "../components/istio";
import { awsInfra, contextOf, localInfra } from "../testing/settings";
import { tenantIngressPolicy, tenantServicePolicy } from "./index";

const metadata = { name: "tenants-ingresses-are-made-by-kserve" };
const because =
  ": in a tenant's namespace KServe alone writes Ingresses. Any other could take hosts and paths of the platform's " +
  "gateway, the dashboard's and other tenants' among them, or be a load balancer without sign-on. Allowed: an " +
  "InferenceService, which gets an address of its own; to delete an Ingress or change its labels; to whoever may " +
  "update gateways.networking.istio.io in namespace kubeflow, everything";

describe("tenantIngressPolicy", () => {
  it("lets KServe and administrators write Ingresses of tenants, and nobody else", () => {
    assert.deepEqual(tenantIngressPolicy(), [
      {
        apiVersion: "admissionregistration.k8s.io/v1",
        kind: "ValidatingAdmissionPolicy",
        metadata,
        spec: {
          failurePolicy: "Fail",
          matchConstraints: {
            matchPolicy: "Equivalent",
            namespaceSelector: { matchLabels: { "app.kubernetes.io/part-of": "kubeflow-profile" } },
            objectSelector: {},
            resourceRules: [
              {
                apiGroups: ["networking.k8s.io"],
                apiVersions: ["v1"],
                operations: ["CREATE", "UPDATE"],
                resources: ["ingresses"],
                scope: "*",
              },
            ],
          },
          matchConditions: [
            {
              name: "not-kserve",
              expression:
                'request.userInfo.username != "system:serviceaccount:kubeflow:kserve-controller-manager"',
            },
            {
              name: "not-an-administrator",
              expression:
                '!authorizer.group("networking.istio.io").resource("gateways").namespace("kubeflow")' +
                '.check("update").allowed()',
            },
          ],
          validations: [
            {
              expression:
                'request.operation == "UPDATE" && object.?spec == oldObject.?spec && ' +
                "object.metadata.?annotations == oldObject.metadata.?annotations",
              message: `Ingress${because}`,
              messageExpression: `"Ingress " + request.namespace + "/" + object.metadata.?name.orValue("") + "${because}"`,
              reason: "Forbidden",
            },
          ],
        },
      },
      {
        apiVersion: "admissionregistration.k8s.io/v1",
        kind: "ValidatingAdmissionPolicyBinding",
        metadata,
        spec: { policyName: metadata.name, validationActions: ["Deny"] },
      },
    ]);
  });

  it("comes with Istio, and that for Services with it, whatever an environment is like", () => {
    for (const context of [
      contextOf(localInfra),
      contextOf(awsInfra, { mesh: { mutualTls: "permissive" } }),
      contextOf(awsInfra, { release: "26.03.1-rc.2" }),
    ]) {
      const made = istio.additions?.(context) ?? [];
      assert.deepEqual(
        made.filter(({ kind }) => kind.startsWith("ValidatingAdmissionPolicy")),
        [...tenantIngressPolicy(), ...tenantServicePolicy()],
      );
    }
  });
});
