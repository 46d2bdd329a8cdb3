import type { Manifest } from "../../manifests";
import { administrators, kserve, tenantPolicy } from "./tenant-policy";

/** What the API server says, with the Ingress before it. */
const refusal =
  ": in a tenant's namespace KServe alone writes Ingresses. Any other could take hosts and paths of the platform's " +
  "gateway, the dashboard's and other tenants' among them, or be a load balancer without sign-on. Allowed: an " +
  `InferenceService, which gets an address of its own; to delete an Ingress or change its labels; ${administrators}`;

/**
 * Keeps tenants from taking addresses that are not theirs. kubeflow-kubernetes-edit of release 26.03 lets whoever edits
 * in a Profile's namespace, and so each pod with default-editor, write Ingresses; istiod puts all rules of those of
 * class `istio` on port 80 of the ingress gateway, whatever host and path they name, and AWS Load Balancer Controller
 * makes a load balancer of those of class `alb`.
 *
 * KServe is the one program that makes Ingresses for tenants: hosts are `<name>-<namespace>.<domain>` by the platform's
 * template, of the class that the platform says (platform/serving/kserve-config.ts).
 *
 * Spark's operator is not let through, though it may write Ingresses everywhere: host, class and annotations are what
 * the SparkApplication says, and so the tenant (kubeflow/spark-operator 2.5, `driverIngressOptions` and
 * internal/controller/sparkapplication/driveringress.go).
 *
 * No host is let through, not even one that ends on the tenant's name: `chat-team-a.<domain>` is as well that of model
 * `chat-team` of a tenant `a`, and a policy sees one namespace.
 *
 * Of Istio's own objects tenants may write none; tenant-ingresses.release.test.ts holds a release to it.
 */
export function tenantIngressPolicy(): Manifest[] {
  return tenantPolicy({
    name: "tenants-ingresses-are-made-by-kserve",
    kind: "Ingress",
    group: "networking.k8s.io",
    resource: "ingresses",
    when: [{ name: "not-kserve", expression: `request.userInfo.username != "${kserve}"` }],
    // Finalizers, owners and labels stay free, or an Ingress that was there before could not be taken away.
    unless:
      'request.operation == "UPDATE" && object.?spec == oldObject.?spec && ' +
      "object.metadata.?annotations == oldObject.metadata.?annotations",
    refusal,
  });
}
