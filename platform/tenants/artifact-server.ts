import { namespacePlaceholder } from "../../contract";
import { applyTransforms, type JsonObject, type Manifest, readImageLock } from "../../manifests";
import { respectArchitectures } from "../images";
import { nameIn } from "../names";
import type { Setting } from "../part";
import { artifactServer, hasArtifactServers } from "../pipelines/artifact-proxy";
import { s3Of } from "../pipelines/artifacts";

const { name, port, servicePort } = artifactServer;
const labels = { app: name };

/** It passes objects on in pieces. 146 MiB after some requests (KFP 2.16.0, Node.js 20); upstream asks for 70 MiB. */
const resources = {
  requests: { cpu: "10m", memory: "160Mi", "ephemeral-storage": "32Mi" },
  limits: { cpu: "500m", memory: "512Mi", "ephemeral-storage": "256Mi" },
};

/** User and group that own nothing, as of the platform's own pods. */
const nobody = 65532;

/**
 * The server that shows artifacts of a tenant to whom the namespace's policies of the mesh let in; none where artifacts
 * are in the cluster, or not shown. It reads S3 as the tenant's `default-editor`, whom EKS Pod Identity gives the
 * namespace's own prefix and no other.
 *
 * It is upstream's web server, with all of its routes, so it gets no token of Kubernetes: by the rights of
 * `default-editor` whoever may see artifacts could start pods through it. The sidecar is asked for by name, as without
 * it nobody would be refused.
 */
export function artifactServerObjects(setting: Setting): Manifest[] {
  return hasArtifactServers(setting)
    ? applyTransforms([deployment(setting), service()], [respectArchitectures(readImageLock())])
    : [];
}

function deployment({ config, infra }: Setting): Manifest {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace: namespacePlaceholder, labels },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels: { ...labels, "sidecar.istio.io/inject": "true" } },
        spec: {
          serviceAccountName: "default-editor",
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          securityContext: { seccompProfile: { type: "RuntimeDefault" } },
          containers: [container(nameIn(config.release, "pipelinesUiImage"), infra)],
        },
      },
    },
  };
}

/** Environment variables: frontend/server/configs.ts of KFP 2.16.0. Without keys it asks AWS' chain for credentials. */
function container(image: string, infra: Setting["infra"]): JsonObject {
  const s3 = s3Of(infra);
  return {
    name,
    image,
    imagePullPolicy: "IfNotPresent",
    ports: [{ name: "http", containerPort: port, protocol: "TCP" }],
    env: [
      { name: "AWS_REGION", value: s3?.region ?? "" },
      { name: "AWS_S3_ENDPOINT", value: s3?.endpoint ?? "" },
      { name: "FRONTEND_SERVER_NAMESPACE", value: namespacePlaceholder },
      // Artifacts that are web pages: nothing of the mesh or of the node, which answers in plain text.
      { name: "ALLOWED_ARTIFACT_DOMAIN_REGEX", value: "^https://" },
      { name: "DISABLE_GKE_METADATA", value: "true" },
    ],
    resources,
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"] },
      privileged: false,
      readOnlyRootFilesystem: true,
      runAsGroup: nobody,
      runAsNonRoot: true,
      runAsUser: nobody,
    },
    // Not by HTTP: its route for health asks the Pipelines API, and each request is a line of its log.
    readinessProbe: { tcpSocket: { port }, periodSeconds: 10, timeoutSeconds: 5 },
    livenessProbe: { tcpSocket: { port }, periodSeconds: 20, timeoutSeconds: 5 },
  };
}

function service(): Manifest {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, namespace: namespacePlaceholder, labels },
    spec: {
      type: "ClusterIP",
      selector: labels,
      ports: [{ name: "http", port: servicePort, targetPort: port, protocol: "TCP" }],
    },
  };
}
