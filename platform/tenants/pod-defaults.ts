import { namespacePlaceholder } from "../../contract";
import type { JsonObject, Manifest } from "../../manifests";
import type { Context } from "../part";

const tokenFolder = "/var/run/secrets/kubeflow/pipelines";

/** Choices that people tick when they start a notebook; a pod gets one by a label of the same name, set to `true`. */
export function podDefaults({ infra, has }: Pick<Context, "infra" | "has">): Manifest[] {
  const { objectStorage } = infra;
  return [
    ...(has("pipelines") ? [podDefault("access-ml-pipeline", pipelineAccess)] : []),
    ...(objectStorage.kind === "s3" ? [podDefault("access-s3", s3Access(objectStorage))] : []),
  ];
}

/** A token for the audience that the Pipelines API asks for, where its Python client (kfp 2) looks for one. */
const pipelineAccess: JsonObject = {
  desc: "Allow access to Kubeflow Pipelines",
  env: [{ name: "KF_PIPELINES_SA_TOKEN_PATH", value: `${tokenFolder}/token` }],
  volumeMounts: [{ name: "kubeflow-pipelines-token", mountPath: tokenFolder, readOnly: true }],
  volumes: [
    {
      name: "kubeflow-pipelines-token",
      projected: {
        sources: [
          {
            serviceAccountToken: {
              audience: "pipelines.kubeflow.org",
              expirationSeconds: 7200,
              path: "token",
            },
          },
        ],
      },
    },
  ],
};

/** Where a tenant's files are; Pod Identity brings the credentials. */
function s3Access(buckets: { region: string; artifactsBucket: string; modelsBucket: string }): JsonObject {
  const { region, artifactsBucket, modelsBucket } = buckets;
  const variables = {
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    ARTIFACTS_URI: `s3://${artifactsBucket}/${namespacePlaceholder}/`,
    MODELS_URI: `s3://${modelsBucket}/${namespacePlaceholder}/`,
  };
  return {
    desc: "Set the region and this namespace's folders of S3",
    env: Object.entries(variables).map(([name, value]) => ({ name, value })),
  };
}

function podDefault(name: string, spec: JsonObject): Manifest {
  return {
    apiVersion: "kubeflow.org/v1alpha1",
    kind: "PodDefault",
    metadata: { name, namespace: namespacePlaceholder },
    spec: { selector: { matchLabels: { [name]: "true" } }, ...spec },
  };
}
