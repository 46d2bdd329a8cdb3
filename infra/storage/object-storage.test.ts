import * as assert from "node:assert/strict";
import { ObjectStorageConfig } from "../config/storage";
import type { Site } from "../site";
import { type Registered, developmentSite, only, productionSite, underMocks } from "../testing/mocks";
import { ObjectStorage } from "./object-storage";
import { observe } from "./testing/observe";

const dataKeyArn = "arn:aws:kms:us-west-2:111122223333:key/1234";

async function run(site: Site, config: object) {
  const observer = observe();
  const { resources, value } = await underMocks(() => {
    const storage = new ObjectStorage(
      "storage",
      { site, config: ObjectStorageConfig.parse(config), dataKeyArn },
      { transformations: observer.transformations },
    );
    return {
      names: [storage.artifacts, storage.models, storage.logs, storage.backups].map((one) => one.bucketName),
      arn: storage.models.arn,
    };
  });
  return { resources, value, protectedNames: observer.protectedNames };
}

function ofType(resources: readonly Registered[], type: string): string[] {
  return resources.filter((one) => one.type === type).map((one) => one.name);
}

describe("ObjectStorage in production", () => {
  let resources: readonly Registered[];
  let protectedNames: readonly string[];
  let value: unknown;
  before(async () => {
    ({ resources, value, protectedNames } = await run(productionSite, {}));
  });

  it("makes four buckets, each with everything around it", () => {
    const buckets = ["storage-logs", "storage-artifacts", "storage-models", "storage-backups"];
    assert.deepEqual(ofType(resources, "aws:s3/bucket:Bucket"), buckets);
    for (const [type, what] of [
      ["bucketPublicAccessBlock:BucketPublicAccessBlock", "public-access"],
      ["bucketOwnershipControls:BucketOwnershipControls", "ownership"],
      ["bucketPolicy:BucketPolicy", "policy"],
      ["bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", "encryption"],
      ["bucketVersioning:BucketVersioning", "versioning"],
      ["bucketLifecycleConfiguration:BucketLifecycleConfiguration", "lifecycle"],
    ]) {
      assert.deepEqual(
        ofType(resources, `aws:s3/${type}`).sort(),
        buckets.map((bucket) => `${bucket}-${what}`).sort(),
      );
    }
  });

  it("hands names and ARNs on", () => {
    const prefix = "kubeflow-prod-111122223333-us-west-2";
    assert.deepEqual(value, {
      names: ["artifacts", "models", "logs", "backups"].map((bucket) => `${prefix}-${bucket}`),
      arn: `arn:aws:s3:::${prefix}-models`,
    });
  });

  it("keeps the buckets: neither Pulumi nor the provider empties or deletes them", () => {
    assert.deepEqual(protectedNames, [
      "storage-logs",
      "storage-artifacts",
      "storage-models",
      "storage-backups",
    ]);
    assert.deepEqual(only(resources, "aws:s3/bucket:Bucket", "storage-models").inputs, {
      bucket: "kubeflow-prod-111122223333-us-west-2-models",
      forceDestroy: false,
      tags: { Name: "kubeflow-prod-111122223333-us-west-2-models" },
    });
  });

  it("encrypts by the key with a bucket key, the logs by S3's own", () => {
    const rules = (name: string) =>
      only(
        resources,
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        `storage-${name}-encryption`,
      ).inputs.rules;
    assert.deepEqual(rules("artifacts"), [
      {
        applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: dataKeyArn },
        bucketKeyEnabled: true,
        blockedEncryptionTypes: ["SSE-C"],
      },
    ]);
    assert.deepEqual(rules("logs"), [
      {
        applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" },
        blockedEncryptionTypes: ["SSE-C"],
      },
    ]);
  });

  it("blocks the public in all four ways and turns access control lists off", () => {
    const bucket = "kubeflow-prod-111122223333-us-west-2-artifacts";
    assert.deepEqual(
      only(
        resources,
        "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
        "storage-artifacts-public-access",
      ).inputs,
      {
        bucket,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
    );
    assert.deepEqual(
      only(resources, "aws:s3/bucketOwnershipControls:BucketOwnershipControls", "storage-artifacts-ownership")
        .inputs,
      { bucket, rule: { objectOwnership: "BucketOwnerEnforced" } },
    );
  });

  it("logs access to all buckets but the one with the logs", () => {
    assert.deepEqual(ofType(resources, "aws:s3/bucketLogging:BucketLogging").sort(), [
      "storage-artifacts-access-logs",
      "storage-backups-access-logs",
      "storage-models-access-logs",
    ]);
    assert.deepEqual(
      only(resources, "aws:s3/bucketLogging:BucketLogging", "storage-models-access-logs").inputs,
      {
        bucket: "kubeflow-prod-111122223333-us-west-2-models",
        targetBucket: "kubeflow-prod-111122223333-us-west-2-logs",
        targetPrefix: "s3-access/models/",
        targetObjectKeyFormat: { partitionedPrefix: { partitionDateSource: "EventTime" } },
      },
    );
  });

  it("lets no web page in", () => {
    assert.deepEqual(ofType(resources, "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration"), []);
  });
});

describe("ObjectStorage in development", () => {
  it("deletes buckets with what is in them, logs nothing and lets the pages in that are named", async () => {
    const { resources, protectedNames } = await run(developmentSite, {
      bucketPrefix: "try",
      deletionProtection: false,
      accessLogs: false,
      corsOrigins: ["https://kubeflow.example.com"],
    });
    assert.deepEqual(protectedNames, []);
    assert.deepEqual(only(resources, "aws:s3/bucket:Bucket", "storage-logs").inputs, {
      bucket: "try-logs",
      forceDestroy: true,
      tags: { Name: "try-logs" },
    });
    assert.deepEqual(ofType(resources, "aws:s3/bucketLogging:BucketLogging"), []);
    const { inputs } = only(resources, "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration");
    assert.deepEqual(inputs, {
      bucket: "try-artifacts",
      corsRules: [
        {
          id: "read",
          allowedMethods: ["GET", "HEAD"],
          allowedOrigins: ["https://kubeflow.example.com"],
          allowedHeaders: ["*"],
          exposeHeaders: ["ETag", "Content-Length", "Content-Range"],
          maxAgeSeconds: 3600,
        },
      ],
    });
  });
});
