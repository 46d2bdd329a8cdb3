import type { JsonObject } from "../../manifests";
import type { Setting } from "../part";

/** Where artifacts are, as infra exports it. */
type Place = Pick<Setting["infra"], "objectStorage" | "aws">;

/** The Secret with the keys of the in-cluster object store, by the name that KFP's launcher looks for. */
export const objectStoreSecret = "mlpipeline-minio-artifact";

/** Bucket of the in-cluster object store, which KFP makes. */
const inClusterBucket = "mlpipeline";

/** Argo's variable for the namespace of a workflow: in place of a namespace where one text serves all. */
export const workflowNamespace = "{{workflow.namespace}}";

/** Where a pod's log and a workflow's own artifacts go below a tenant's prefix. Argo fills it in, and so does KFP's UI. */
const workflowKey =
  "{{workflow.name}}/{{workflow.creationTimestamp.Y}}/{{workflow.creationTimestamp.m}}/{{workflow.creationTimestamp.d}}/{{pod.name}}";

/** S3 as a setting has it; undefined where the object store is in the cluster. */
export function s3Of({ objectStorage, aws }: Place) {
  if (objectStorage.kind === "in-cluster") {
    return undefined;
  }
  const { region, artifactsBucket } = objectStorage;
  const suffix = aws?.partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
  return { region, bucket: artifactsBucket, endpoint: `s3.${region}.${suffix}` };
}

/**
 * `defaultPipelineRoot` of a namespace: what its pipelines write is below it. On S3 it is in the prefix of the
 * namespace, the only one that a tenant's identity opens; in the cluster it is upstream's (sync.py of KFP 2.16).
 */
export function pipelineRootOf(place: Place, namespace: string): string {
  const s3 = s3Of(place);
  return s3 === undefined
    ? `minio://${inClusterBucket}/private-artifacts/${namespace}/v2/artifacts`
    : `s3://${s3.bucket}/${namespace}/pipelines`;
}

/**
 * `providers` of KFP's launcher on S3: credentials come from the pod's environment, where EKS Pod Identity puts them
 * and the region (`fromEnv`; KFP 2.16.0, backend/src/v2/config/s3.go and objectstore/object_store.go). Undefined in
 * the cluster, where the launcher takes the keys of {@link objectStoreSecret} by itself.
 */
export function launcherProviders(place: Place): JsonObject | undefined {
  const s3 = s3Of(place);
  if (s3 === undefined) {
    return undefined;
  }
  const { endpoint, region } = s3;
  return { s3: { default: { endpoint, region, disableSSL: false, credentials: { fromEnv: true } } } };
}

/**
 * Argo's key of what it archives itself: logs of pods. Begins with the namespace on S3, as identities of tenants
 * write nowhere else.
 *
 * @param namespace a namespace, or {@link workflowNamespace}
 */
export function keyFormatOf(place: Place, namespace: string): string {
  return s3Of(place) === undefined
    ? `private-artifacts/${namespace}/${workflowKey}`
    : `${namespace}/workflows/${workflowKey}`;
}

/**
 * The `s3` of Argo's artifact repository: on S3 without a key (`useSDKCreds`), in the cluster by upstream's Secret.
 *
 * @param namespace a namespace, or {@link workflowNamespace}
 */
export function artifactRepository(place: Place, namespace: string): JsonObject {
  const s3 = s3Of(place);
  const keyFormat = keyFormatOf(place, namespace);
  if (s3 === undefined) {
    const key = (name: string) => ({ name: objectStoreSecret, key: name });
    return {
      endpoint: "seaweedfs.kubeflow.svc.cluster.local:9000",
      bucket: inClusterBucket,
      keyFormat,
      insecure: true,
      accessKeySecret: key("accesskey"),
      secretKeySecret: key("secretkey"),
    };
  }
  const { endpoint, region, bucket } = s3;
  return { endpoint, region, bucket, keyFormat, insecure: false, useSDKCreds: true };
}
