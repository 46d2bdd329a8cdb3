import assert from "node:assert/strict";
import { AccessLevel } from "../config/cluster";
import { accessEntries, accessPolicyArn } from "./access";

describe("access entries", () => {
  it("give a level to the whole cluster or to namespaces", () => {
    const roleArn = "arn:aws:iam::111122223333:role/platform";
    const entries = accessEntries(
      { partition: "aws" },
      {
        platform: { roleArn, level: "cluster-admin", namespaces: [] },
        "data-science": {
          roleArn: "arn:aws:iam::111122223333:role/ds",
          level: "edit",
          namespaces: ["ds", "ml"],
        },
      },
      { owner: "ml-platform" },
    );
    assert.deepEqual(entries, {
      platform: {
        principalArn: roleArn,
        accessPolicies: {
          "cluster-admin": {
            policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
            accessScope: { type: "cluster" },
          },
        },
        tags: { owner: "ml-platform" },
      },
      "data-science": {
        principalArn: "arn:aws:iam::111122223333:role/ds",
        accessPolicies: {
          edit: {
            policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy",
            accessScope: { type: "namespace", namespaces: ["ds", "ml"] },
          },
        },
        tags: { owner: "ml-platform" },
      },
    });
  });

  it("name the policies of the partition", () => {
    assert.deepEqual(
      AccessLevel.options.map((level) => accessPolicyArn({ partition: "aws-us-gov" }, level)),
      [
        "arn:aws-us-gov:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
        "arn:aws-us-gov:eks::aws:cluster-access-policy/AmazonEKSAdminPolicy",
        "arn:aws-us-gov:eks::aws:cluster-access-policy/AmazonEKSEditPolicy",
        "arn:aws-us-gov:eks::aws:cluster-access-policy/AmazonEKSViewPolicy",
      ],
    );
  });
});
