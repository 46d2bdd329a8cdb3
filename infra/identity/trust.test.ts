import * as assert from "node:assert/strict";
import { site } from "./testing/sample";
import { trustNamespaces, trustServiceAccounts } from "./trust";

const cluster = {
  "aws:SourceAccount": "111122223333",
  "aws:RequestTag/eks-cluster-arn": "arn:aws:eks:us-west-2:111122223333:cluster/kubeflow-prod",
};

function document(condition: object) {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "TrustPodsOfCluster",
        Effect: "Allow",
        Principal: { Service: "pods.eks.amazonaws.com" },
        Action: ["sts:AssumeRole", "sts:TagSession"],
        Condition: condition,
      },
    ],
  };
}

describe("trust policies", () => {
  it("name the cluster, the namespace and the service accounts", () => {
    assert.deepEqual(
      trustServiceAccounts(site, { namespace: "velero", serviceAccounts: ["velero-server"] }),
      document({
        StringEquals: {
          ...cluster,
          "aws:RequestTag/kubernetes-namespace": "velero",
          "aws:RequestTag/kubernetes-service-account": ["velero-server"],
        },
      }),
    );
  });

  it("want a namespace of tenants, whichever", () => {
    assert.deepEqual(
      trustNamespaces(site),
      document({ StringEquals: cluster, StringLike: { "aws:RequestTag/kubernetes-namespace": "?*" } }),
    );
  });
});
