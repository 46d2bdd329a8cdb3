import { namespacePlaceholder } from "../../contract";
import type { Manifest } from "../../manifests";
import type { Setting } from "../part";
import { artifactRepository, launcherProviders, pipelineRootOf } from "../pipelines/artifacts";

/**
 * What pipelines of a tenant find in its namespace, by the names that KFP 2.16 looks for: where artifacts go, where
 * Argo archives logs, and where ML Metadata is. Where that is, platform/pipelines/artifacts.ts says for all.
 */
export function pipelineConfiguration({ infra, config }: Setting): Manifest[] {
  const providers = launcherProviders(infra);
  const repository = {
    archiveLogs: config.pipelines.logArchive,
    s3: artifactRepository(infra, namespacePlaceholder),
  };
  return [
    configMap("kfp-launcher", {
      clusterDomain: ".svc.cluster.local",
      defaultPipelineRoot: pipelineRootOf(infra, namespacePlaceholder),
      ...(providers === undefined ? {} : { providers: JSON.stringify(providers) }),
    }),
    configMap(
      "artifact-repositories",
      { "default-namespaced": JSON.stringify(repository) },
      { "workflows.argoproj.io/default-artifact-repository": "default-namespaced" },
    ),
    configMap("metadata-grpc-configmap", {
      METADATA_GRPC_SERVICE_HOST: "metadata-grpc-service.kubeflow",
      METADATA_GRPC_SERVICE_PORT: "8080",
    }),
  ];
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
