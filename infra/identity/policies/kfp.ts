import type { Site } from "../../site";
import { bucketArn, objectsArn, type BucketNames } from "../names";
import { allow, policy, type PolicyDocument } from "../policy-document";
import { dataKeyForObjects } from "./kms";

/**
 * The API server of Kubeflow Pipelines: it reads archived logs and artifacts of every tenant for whom its own
 * authorization lets a request through, and looks at start whether the bucket is there (HeadBucket, which S3 checks
 * as ListBucket). It writes nothing: pipelines lie in the database (backend/src/apiserver of kubeflow/pipelines at
 * 2.16.0, resource_manager.go, run_artifact_server.go and client_manager.go). It may not make the bucket, which it
 * would try where it finds none.
 *
 * The web server has no role: it asks nobody whether a user may see an artifact. Tenants have servers of their own
 * (platform/tenants/artifact-server.ts).
 */
export function kfpApiServer(site: Site, { artifacts }: BucketNames, dataKeyArn: string): PolicyDocument {
  const bucket = bucketArn(site, artifacts);
  const objects = objectsArn(site, artifacts);
  return policy(
    allow("FindArtifacts", ["s3:ListBucket"], [bucket]),
    allow("ReadArtifacts", ["s3:GetObject"], [objects]),
    dataKeyForObjects(site, dataKeyArn, "read", [bucket, objects]),
  );
}
