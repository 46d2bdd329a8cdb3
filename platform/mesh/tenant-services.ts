import { serviceAccountUser } from "../../istio";
import type { Manifest } from "../../manifests";
import { administrators, kserve, tenantPolicy } from "./tenant-policy";

/**
 * Who leads names of a tenant's namespace elsewhere: to the gateway inside the cluster, and to nothing that a tenant
 * could say. Sources: KServe 0.16, reconcilers/ingress/ingress_reconciler.go (`LocalGatewayServiceName`); Knative
 * Serving, pkg/reconciler/route/resources/service.go (the placeholder of a Route).
 */
const aliasing = [kserve, serviceAccountUser("knative-serving", "controller")];

/** What of a Service's spec says where it leads and who gets to it from outside; its selector chooses the tenant's own pods. */
const reach = [
  "type",
  "externalIPs",
  "externalName",
  "ports",
  "loadBalancerIP",
  "loadBalancerClass",
  "loadBalancerSourceRanges",
] as const;

/** Annotations say what a load balancer is like. kubectl's own holds the whole object, its labels too. */
const applied = "kubectl.kubernetes.io/last-applied-configuration";
const annotations = "object.metadata.?annotations.orValue({})";
const annotationsBefore = "oldObject.metadata.?annotations.orValue({})";

/** What the API server says, with the Service before it. */
const refusal =
  ": in a tenant's namespace Services are of type ClusterIP, without externalIPs. Any other could draw the cluster's " +
  "traffic to an address that is not its own, be a load balancer or a port of every node without sign-on, or send the " +
  "platform's gateway on to another place. Allowed: ClusterIP, headless too; to delete a Service, make it ClusterIP, " +
  `or change its labels and its selector; ExternalName to KServe and Knative; ${administrators}`;

/**
 * Keeps what tenants make inside the cluster and at addresses of their own. kubeflow-kubernetes-edit of release 26.03
 * lets whoever edits in a Profile's namespace, and so each pod with default-editor, write Services, and
 *
 * - with `externalIPs` each node sends what goes to such an address to the tenant's pods (CVE-2020-8554),
 * - of type LoadBalancer they become a load balancer, facing the internet if an annotation says so: AWS Load Balancer
 *   Controller's (platform/addons) or EKS' own,
 * - of type NodePort (LoadBalancer is one too) they are a port of every node,
 * - of type ExternalName they lead whoever asks for them to any name. The gateway asks for a notebook's, and the
 *   notebook controller puts ports and selector back and leaves the type (kubeflow/kubeflow 1.10, CopyServiceFields):
 *   gateways reach what NetworkPolicies keep from tenants. A pod that wants another name can ask for that name.
 *
 * No program is let through but for ExternalName. Spark's operator would write any type that the SparkApplication says,
 * and so the tenant (kubeflow/spark-operator 2.5, `sparkUIOptions.serviceType`, `driverIngressOptions`); the others are
 * in tenant-services.release.test.ts. All but ClusterIP is refused, so a type that Kubernetes may get is too.
 *
 * A Service's status is no way around it: no role of a tenant has it (tenant-services.release.test.ts), and the API
 * server keeps an address in it for type LoadBalancer alone (proof/tenants).
 */
export function tenantServicePolicy(): Manifest[] {
  const sameAnnotations = (keysOf: string) =>
    `${keysOf}.all(key, key == "${applied}" || ${annotations}[?key] == ${annotationsBefore}[?key])`;
  return tenantPolicy({
    name: "tenants-services-stay-in-the-cluster",
    kind: "Service",
    group: "",
    resource: "services",
    when: [
      {
        name: "leads-out-or-elsewhere",
        expression:
          'object.spec.?type.orValue("") != "ClusterIP" || object.spec.?externalIPs.orValue([]).size() > 0',
      },
      {
        name: "not-an-alias-of-the-platform",
        expression:
          'object.spec.?type.orValue("") != "ExternalName" || ' +
          `!(request.userInfo.username in [${aliasing.map((user) => `"${user}"`).join(", ")}])`,
      },
    ],
    // Finalizers, owners and labels stay free, or a Service that was there before could not be taken away.
    unless: [
      'request.operation == "UPDATE"',
      ...reach.map((field) => `object.spec.?${field} == oldObject.spec.?${field}`),
      sameAnnotations(annotations),
      sameAnnotations(annotationsBefore),
    ].join(" && "),
    refusal,
  });
}
