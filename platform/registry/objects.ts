import type { Manifest, Transform } from "../../manifests";

/** Where the registry is. Its kustomization leaves that to whoever installs it. */
export const registryNamespace = "kubeflow";

const service = "model-registry-service";
const host = `${service}.${registryNamespace}.svc.cluster.local`;

/** Gives objects that have no namespace the registry's; all kinds of its kustomization have one. */
export const inRegistryNamespace: Transform = (manifest) => ({
  ...manifest,
  metadata: { namespace: registryNamespace, ...manifest.metadata },
});

/**
 * The registry's REST API at the gateway and in the mesh, as upstream's options/istio has it, but for one thing: there
 * everybody who reaches its pod may call it; here it takes an identity of the mesh. What is in it belongs to all
 * tenants: the registry knows no namespaces.
 */
export const registryRoutes: readonly Manifest[] = [
  {
    apiVersion: "networking.istio.io/v1",
    kind: "DestinationRule",
    metadata: { name: service, namespace: registryNamespace },
    spec: { host, trafficPolicy: { tls: { mode: "ISTIO_MUTUAL" } } },
  },
  {
    apiVersion: "networking.istio.io/v1",
    kind: "VirtualService",
    metadata: { name: "model-registry", namespace: registryNamespace },
    spec: {
      gateways: ["kubeflow-gateway"],
      hosts: ["*"],
      http: [
        {
          match: [{ uri: { prefix: "/api/model_registry/" } }],
          route: [{ destination: { host, port: { number: 8080 } } }],
        },
      ],
    },
  },
  {
    apiVersion: "security.istio.io/v1",
    kind: "AuthorizationPolicy",
    metadata: { name: service, namespace: registryNamespace },
    spec: {
      action: "ALLOW",
      selector: { matchLabels: { component: "model-registry-server" } },
      rules: [{ from: [{ source: { principals: ["*"] } }] }],
    },
  },
];
