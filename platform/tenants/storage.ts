import { namespacePlaceholder } from "../../contract";
import type { JsonObject, Manifest } from "../../manifests";
import type { Setting } from "../part";

/** The Secret with the keys of the in-cluster object store, as upstream's launcher expects it. */
export const objectStoreSecret = "mlpipeline-minio-artifact";

/** Where a pod's log and a workflow's own artifacts go below a tenant's prefix. Argo fills it in. */
const workflowKey =
  "{{workflow.name}}/{{workflow.creationTimestamp.Y}}/{{workflow.creationTimestamp.m}}/{{workflow.creationTimestamp.d}}/{{pod.name}}";

/** Where a tenant's artifacts are. */
interface Place {
  /** `defaultPipelineRoot` of KFP's launcher. */
  readonly pipelineRoot: string;
  /** `providers` of KFP's launcher: how it signs in. Undefined: by the Secret of the in-cluster store. */
  readonly providers?: JsonObject;
  /** The `s3` of Argo's artifact repository. */
  readonly repository: JsonObject;
}

/**
 * What pipelines of a tenant find in its namespace, by the names that KFP 2.16 looks for: where artifacts go, where
 * Argo archives logs, and where ML Metadata is.
 */
export function pipelineConfiguration({ infra }: Pick<Setting, "infra">): Manifest[] {
  const { pipelineRoot, providers, repository } = placeOf(infra);
  return [
    configMap("kfp-launcher", {
      clusterDomain: ".svc.cluster.local",
      defaultPipelineRoot: pipelineRoot,
      ...(providers === undefined ? {} : { providers: JSON.stringify(providers) }),
    }),
    configMap(
      "artifact-repositories",
      { "default-namespaced": JSON.stringify({ archiveLogs: true, s3: repository }) },
      { "workflows.argoproj.io/default-artifact-repository": "default-namespaced" },
    ),
    configMap("metadata-grpc-configmap", {
      METADATA_GRPC_SERVICE_HOST: "metadata-grpc-service.kubeflow",
      METADATA_GRPC_SERVICE_PORT: "8080",
    }),
  ];
}

/**
 * S3: everything of a tenant is below s3://<artifacts>/<namespace>/, the one prefix that its Pod Identity opens, and
 * there is no key. In the cluster: below upstream's prefix of the namespace (sync.py of KFP 2.16).
 */
function placeOf({ objectStorage, aws }: Setting["infra"]): Place {
  if (objectStorage.kind === "in-cluster") {
    const key = (name: string) => ({ name: objectStoreSecret, key: name });
    return {
      pipelineRoot: `minio://mlpipeline/private-artifacts/${namespacePlaceholder}/v2/artifacts`,
      repository: {
        endpoint: "seaweedfs.kubeflow.svc.cluster.local:9000",
        bucket: "mlpipeline",
        keyFormat: `private-artifacts/${namespacePlaceholder}/${workflowKey}`,
        insecure: true,
        accessKeySecret: key("accesskey"),
        secretKeySecret: key("secretkey"),
      },
    };
  }
  const { region, artifactsBucket } = objectStorage;
  const endpoint = `s3.${region}.amazonaws.com${aws?.partition === "aws-cn" ? ".cn" : ""}`;
  return {
    pipelineRoot: `s3://${artifactsBucket}/${namespacePlaceholder}/pipelines`,
    // Credentials and region come from the pod's environment, where EKS Pod Identity puts them.
    providers: { s3: { default: { endpoint, region, disableSSL: false, credentials: { fromEnv: true } } } },
    repository: {
      endpoint,
      region,
      bucket: artifactsBucket,
      keyFormat: `${namespacePlaceholder}/workflows/${workflowKey}`,
      insecure: false,
      useSDKCreds: true,
    },
  };
}

function configMap(
  name: string,
  data: Readonly<Record<string, string>>,
  annotations?: Readonly<Record<string, string>>,
): Manifest {
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: {
      name,
      namespace: namespacePlaceholder,
      ...(annotations === undefined ? {} : { annotations }),
    },
    data: { ...data },
  };
}
