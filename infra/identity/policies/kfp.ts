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
 */
export function kfpApiServer(site: Site, buckets: BucketNames, dataKeyArn: string): PolicyDocument {
  return readArtifacts(site, buckets, dataKeyArn);
}

/**
 * The web server of Kubeflow Pipelines, which shows artifacts and archived logs: it reads single objects
 * (frontend/server/minio-helper.ts of kubeflow/pipelines at 2.16.0) and later releases list folders of artifacts.
 */
export function kfpUi(site: Site, buckets: BucketNames, dataKeyArn: string): PolicyDocument {
  return readArtifacts(site, buckets, dataKeyArn);
}

function readArtifacts(site: Site, { artifacts }: BucketNames, dataKeyArn: string): PolicyDocument {
  const bucket = bucketArn(site, artifacts);
  const objects = objectsArn(site, artifacts);
  return policy(
    allow("FindArtifacts", ["s3:ListBucket"], [bucket]),
    allow("ReadArtifacts", ["s3:GetObject"], [objects]),
    dataKeyForObjects(site, dataKeyArn, "read", [bucket, objects]),
  );
}
