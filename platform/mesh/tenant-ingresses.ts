import { serviceAccountUser } from "../../istio";
import type { Manifest } from "../../manifests";
import { tenantLabel } from "../queues/names";

const name = "tenants-ingresses-are-made-by-kserve";

/**
 * The one program that makes Ingresses for tenants: hosts are `<name>-<namespace>.<domain>` by the platform's
 * template, of the class that the platform says (platform/serving/kserve-config.ts). Source: KServe's Deployment in
 * the release.
 *
 * Spark's operator is not here, though it may write Ingresses everywhere: host, class and annotations are what the
 * SparkApplication says, and so the tenant (kubeflow/spark-operator 2.5, `driverIngressOptions` and
 * internal/controller/sparkapplication/driveringress.go).
 */
const kserve = serviceAccountUser("kubeflow", "kserve-controller-manager");

/** Whoever may change the platform's own Gateway takes nothing by an Ingress that was not in their hands before. */
const administersGateway =
  'authorizer.group("networking.istio.io").resource("gateways").namespace("kubeflow").check("update").allowed()';

/** What the API server says, with the Ingress before it. One line: the server takes no other. */
const refusal =
  ": in a tenant's namespace KServe alone writes Ingresses. Any other could take hosts and paths of the platform's " +
  "gateway, the dashboard's and other tenants' among them, or be a load balancer without sign-on. Allowed: an " +
  "InferenceService, which gets an address of its own; to delete an Ingress or change its labels; to whoever may " +
  "update gateways.networking.istio.io in namespace kubeflow, everything";

/**
 * Keeps tenants from taking addresses that are not theirs. kubeflow-kubernetes-edit of release 26.03 lets whoever edits
 * in a Profile's namespace, and so each pod with default-editor, write Ingresses; istiod puts all rules of those of
 * class `istio` on port 80 of the ingress gateway, whatever host and path they name, and AWS Load Balancer Controller
 * makes a load balancer of those of class `alb`.
 *
 * No host is let through, not even one that ends on the tenant's name: `chat-team-a.<domain>` is as well that of model
 * `chat-team` of a tenant `a`, and a policy sees one namespace.
 *
 * Of Istio's own objects tenants may write none; tenant-ingresses.release.test.ts holds a release to it.
 */
export function tenantIngressPolicy(): Manifest[] {
  return [
    {
      apiVersion: "admissionregistration.k8s.io/v1",
      kind: "ValidatingAdmissionPolicy",
      metadata: { name },
      spec: {
        failurePolicy: "Fail",
        matchConstraints: {
          matchPolicy: "Equivalent",
          namespaceSelector: { matchLabels: { [tenantLabel.key]: tenantLabel.value } },
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
          { name: "not-kserve", expression: `request.userInfo.username != "${kserve}"` },
          // After the cheap one: the API server asks its authorizers, which may be a webhook.
          { name: "not-an-administrator", expression: `!${administersGateway}` },
        ],
        validations: [
          {
            // Finalizers, owners and labels stay free, or an Ingress that was there before could not be taken away.
            expression:
              'request.operation == "UPDATE" && object.?spec == oldObject.?spec && ' +
              "object.metadata.?annotations == oldObject.metadata.?annotations",
            message: `Ingress${refusal}`,
            messageExpression: `"Ingress " + request.namespace + "/" + object.metadata.?name.orValue("") + "${refusal}"`,
            reason: "Forbidden",
          },
        ],
      },
    },
    {
      apiVersion: "admissionregistration.k8s.io/v1",
      kind: "ValidatingAdmissionPolicyBinding",
      metadata: { name },
      spec: { policyName: name, validationActions: ["Deny"] },
    },
  ];
}
