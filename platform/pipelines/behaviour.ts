import { parse, stringify } from "yaml";
import { isObject, objectKey, on, type Transform } from "../../manifests";
import { replaceEnvironment, setEnvironment } from "../components/environment-variables";
import type { PipelinesConfig } from "../config/pipelines";
import { inKubeflow } from "./objects";

const secondsOfDay = 86_400;

/** What `kubeflow-platform:pipelines` says about runs, wherever artifacts and databases are. */
export function behaviourTransforms(config: PipelinesConfig): readonly Transform[] {
  const { cache, logArchive, keepFinishedDays } = config;
  return [
    // KFP 2.16.0, backend/src/agent/persistence/worker/workflow_saver.go.
    replaceEnvironment(inKubeflow({ kind: "Deployment", name: "ml-pipeline-persistenceagent" }), {
      TTL_SECONDS_AFTER_WORKFLOW_FINISH: { value: String(Math.ceil(keepFinishedDays * secondsOfDay)) },
    }),
    // CacheEnabled of its configuration file (backend/src/apiserver/main.go).
    ...(cache
      ? []
      : [
          setEnvironment(inKubeflow({ kind: "Deployment", name: "ml-pipeline" }), {
            CACHEENABLED: { value: "false" },
          }),
        ]),
    ...(logArchive
      ? []
      : [
          replaceEnvironment(inKubeflow({ kind: "Deployment", name: "ml-pipeline-ui" }), {
            ARGO_ARCHIVE_LOGS: { value: "false" },
          }),
        ]),
    workflowController(config),
  ];
}

/** Argo reads each key of the ConfigMap as a field of its configuration, and again when it changes. */
function workflowController({ logArchive, parallelism }: PipelinesConfig): Transform {
  const { total, perNamespace } = parallelism;
  return on(inKubeflow({ kind: "ConfigMap", name: "workflow-controller-configmap" }), (manifest) => {
    const data = isObject(manifest.data) ? manifest.data : {};
    const { artifactRepository } = data;
    const repository: unknown =
      typeof artifactRepository === "string" ? parse(artifactRepository) : undefined;
    if (!isObject(repository)) {
      throw new Error(`${objectKey(manifest)} of this release has no artifactRepository`);
    }
    return {
      ...manifest,
      data: {
        ...data,
        ...(logArchive
          ? {}
          : { artifactRepository: stringify({ ...repository, archiveLogs: false }, { lineWidth: 0 }) }),
        ...(total === undefined ? {} : { parallelism: String(total) }),
        ...(perNamespace === undefined ? {} : { namespaceParallelism: String(perNamespace) }),
      },
    };
  });
}
