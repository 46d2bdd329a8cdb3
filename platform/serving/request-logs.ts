import type { JsonObject } from "../../manifests";
import type { Setting } from "../part";

/** Account of a tenant whose Pod Identity may write below the tenant's prefix. */
const tenantAccount = "default-editor";

/** Where requests and answers of models are kept. */
export interface RequestLogs {
  /** `spec.predictor.logger.url`: `s3://<bucket>`, with a prefix or without. */
  readonly url: string;
  /** `spec.predictor.logger.storage`, without which the agent of a model writes nothing to S3. */
  readonly storage: JsonObject;
}

/**
 * What an InferenceService puts into its `logger` for requests to be kept in S3; undefined where there is no S3.
 *
 * KServe 0.16's agent writes one object for each request and each answer itself, no broker or collector between
 * (pkg/logger/store.go). It does so only if `storage` has `path` and `parameters.format`, and the webhook refuses a
 * `storage` without a `key` (validateLogger), although no Secret of that name is read. Credentials come from the
 * model's own service account by Pod Identity: aws-sdk-go 1.55 takes the default chain where there are no keys. The
 * object's key begins with `<namespace>/` below the URL, which is the prefix that a tenant's role may write to.
 */
export function requestLogs({ config, infra }: Setting): RequestLogs | undefined {
  const { url, path } = config.serving.requestLogs;
  const bucket = infra.objectStorage.kind === "s3" ? infra.objectStorage.artifactsBucket : undefined;
  const target = url ?? (bucket === undefined ? undefined : `s3://${bucket}`);
  return target === undefined
    ? undefined
    : {
        url: target,
        storage: {
          key: "none",
          path,
          parameters: { format: "json" },
          serviceAccountName: tenantAccount,
        },
      };
}
