import assert from "node:assert/strict";
import { tenantServicePolicy } from "./index";

const metadata = { name: "tenants-services-stay-in-the-cluster" };
const because =
  ": in a tenant's namespace Services are of type ClusterIP, without externalIPs. Any other could draw the cluster's " +
  "traffic to an address that is not its own, be a load balancer or a port of every node without sign-on, or send the " +
  "platform's gateway on to another place. Allowed: ClusterIP, headless too; to delete a Service, make it ClusterIP, " +
  "or change its labels and its selector; ExternalName to KServe and Knative; to whoever may update " +
  "gateways.networking.istio.io in namespace kubeflow, everything";

describe("tenantServicePolicy", () => {
  it("keeps tenants' Services of type ClusterIP but for administrators, and ExternalName for KServe and Knative", () => {
    assert.deepEqual(tenantServicePolicy(), [
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
                apiGroups: [""],
                apiVersions: ["v1"],
                operations: ["CREATE", "UPDATE"],
                resources: ["services"],
                scope: "*",
              },
            ],
          },
          matchConditions: [
            {
              name: "leads-out-or-elsewhere",
              expression:
                'object.spec.?type.orValue("") != "ClusterIP" || ' +
                "object.spec.?externalIPs.orValue([]).size() > 0",
            },
            {
              name: "not-an-alias-of-the-platform",
              expression:
                'object.spec.?type.orValue("") != "ExternalName" || !(request.userInfo.username in ' +
                '["system:serviceaccount:kubeflow:kserve-controller-manager", ' +
                '"system:serviceaccount:knative-serving:controller"])',
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
                'request.operation == "UPDATE" && ' +
                "object.spec.?type == oldObject.spec.?type && " +
                "object.spec.?externalIPs == oldObject.spec.?externalIPs && " +
                "object.spec.?externalName == oldObject.spec.?externalName && " +
                "object.spec.?ports == oldObject.spec.?ports && " +
                "object.spec.?loadBalancerIP == oldObject.spec.?loadBalancerIP && " +
                "object.spec.?loadBalancerClass == oldObject.spec.?loadBalancerClass && " +
                "object.spec.?loadBalancerSourceRanges == oldObject.spec.?loadBalancerSourceRanges && " +
                "object.metadata.?annotations.orValue({}).all(key, " +
                'key == "kubectl.kubernetes.io/last-applied-configuration" || ' +
                "object.metadata.?annotations.orValue({})[?key] == oldObject.metadata.?annotations.orValue({})[?key]) && " +
                "oldObject.metadata.?annotations.orValue({}).all(key, " +
                'key == "kubectl.kubernetes.io/last-applied-configuration" || ' +
                "object.metadata.?annotations.orValue({})[?key] == oldObject.metadata.?annotations.orValue({})[?key])",
              message: `Service${because}`,
              messageExpression: `"Service " + request.namespace + "/" + object.metadata.?name.orValue("") + "${because}"`,
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
});
