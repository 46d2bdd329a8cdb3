import { stringify } from "yaml";
import { isObject, objectKey, on, type Transform, without } from "../../manifests";
import { replaceEnvironment, setEnvironment } from "../components/environment-variables";
import type { Setting } from "../part";
import { artifactProxyTransforms } from "./artifact-proxy";
import {
  artifactRepository,
  launcherProviders,
  objectStoreSecret,
  pipelineRootOf,
  s3Of,
  workflowNamespace,
} from "./artifacts";
import { inKubeflow, withData } from "./objects";

const store = "seaweedfs";

/** Long texts in one line. */
const style = { lineWidth: 0 };

/** What the release has for its own object store. */
const inClusterObjects = [
  { kind: "Deployment", name: store },
  { kind: "Service", name: store },
  { kind: "PersistentVolumeClaim", name: "seaweedfs-pvc" },
  { kind: "ServiceAccount", name: store },
  { kind: "NetworkPolicy", name: store },
  { kind: "DestinationRule", name: "ml-pipeline-seaweedfs" },
  { kind: "AuthorizationPolicy", name: "seaweedfs-service" },
  { kind: "Secret", name: objectStoreSecret },
].map(inKubeflow);

/**
 * Kubeflow Pipelines on S3, by the identities that EKS Pod Identity gives its service accounts, with no key anywhere
 * (read in the source of KFP 2.16.0). Where the object store is in the cluster nothing changes.
 */
export function objectStoreTransforms({ infra, config }: Setting): readonly Transform[] {
  const s3 = s3Of(infra);
  if (s3 === undefined) {
    return [];
  }
  const providers = launcherProviders(infra);
  const pipelineRoot = pipelineRootOf(infra, "kubeflow");
  return [
    ...inClusterObjects.map(without),
    withData("pipeline-install-config", { bucketName: s3.bucket, defaultPipelineRoot: pipelineRoot }),
    // Of the namespace kubeflow, where nobody runs pipelines: without it the launcher falls back to the cluster's store.
    withData(
      "kfp-launcher",
      {
        defaultPipelineRoot: pipelineRoot,
        ...(providers === undefined ? {} : { providers: stringify(providers, style) }),
      },
      ["providers"],
    ),
    on(inKubeflow({ kind: "ConfigMap", name: "workflow-controller-configmap" }), (manifest) => {
      if (!isObject(manifest.data) || typeof manifest.data.artifactRepository !== "string") {
        throw new Error(`${objectKey(manifest)} of this release has no artifactRepository`);
      }
      const artifactRepositoryText = stringify(
        {
          archiveLogs: config.pipelines.logArchive,
          s3: artifactRepository(infra, workflowNamespace),
        },
        style,
      );
      return { ...manifest, data: { ...manifest.data, artifactRepository: artifactRepositoryText } };
    }),
    ...servers({ infra, config }, s3),
  ];
}

/**
 * The API server's defaults, in the image, are `minio` and `minio123`: keys have to be empty, not gone
 * (backend/src/apiserver/config/config.json).
 */
function servers(
  { config }: Setting,
  { endpoint, region }: { readonly endpoint: string; readonly region: string },
): readonly Transform[] {
  const apiServer = inKubeflow({ kind: "Deployment", name: "ml-pipeline" });
  const ui = inKubeflow({ kind: "Deployment", name: "ml-pipeline-ui" });
  return [
    replaceEnvironment(apiServer, {
      OBJECTSTORECONFIG_HOST: { value: endpoint },
      OBJECTSTORECONFIG_PORT: { value: "" },
      OBJECTSTORECONFIG_SECURE: { value: "true" },
      OBJECTSTORECONFIG_ACCESSKEY: { value: "" },
      OBJECTSTORECONFIG_SECRETACCESSKEY: { value: "" },
    }),
    setEnvironment(apiServer, { OBJECTSTORECONFIG_REGION: { value: region } }),
    replaceEnvironment(ui, {
      MINIO_NAMESPACE: undefined,
      MINIO_ACCESS_KEY: undefined,
      MINIO_SECRET_KEY: undefined,
    }),
    ...artifactProxyTransforms({ config }),
  ];
}
