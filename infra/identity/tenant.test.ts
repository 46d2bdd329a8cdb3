import * as assert from "node:assert/strict";
import { facts, site } from "./testing/sample";
import { tenant } from "./tenant";

describe("the tenants' policy", () => {
  it("is this", () => {
    const namespace = "${aws:PrincipalTag/kubernetes-namespace}";
    const cluster = {
      "aws:PrincipalTag/eks-cluster-arn": "arn:aws:eks:us-west-2:111122223333:cluster/kubeflow-prod",
    };
    const named = { "aws:PrincipalTag/kubernetes-namespace": "?*" };
    const buckets = ["arn:aws:s3:::acme-artifacts", "arn:aws:s3:::acme-models"];
    const objects = buckets.map((bucket) => `${bucket}/${namespace}/*`);
    assert.deepEqual(tenant(site, facts.buckets, facts.dataKeyArn), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "KeepOwnObjects",
          Effect: "Allow",
          Action: [
            "s3:AbortMultipartUpload",
            "s3:DeleteObject",
            "s3:GetObject",
            "s3:GetObjectTagging",
            "s3:ListMultipartUploadParts",
            "s3:PutObject",
            "s3:PutObjectTagging",
          ],
          Resource: objects,
          Condition: { StringEquals: cluster, StringLike: named },
        },
        {
          Sid: "FindOwnObjects",
          Effect: "Allow",
          Action: ["s3:ListBucket"],
          Resource: buckets,
          Condition: { StringEquals: cluster, StringLike: { ...named, "s3:prefix": `${namespace}/*` } },
        },
        {
          Sid: "UseDataKeyForOwnObjects",
          Effect: "Allow",
          Action: ["kms:Decrypt", "kms:GenerateDataKey"],
          Resource: [facts.dataKeyArn],
          Condition: {
            StringEquals: { ...cluster, "kms:ViaService": "s3.us-west-2.amazonaws.com" },
            StringLike: { ...named, "kms:EncryptionContext:aws:s3:arn": [...buckets, ...objects] },
          },
        },
      ],
    });
  });
});
