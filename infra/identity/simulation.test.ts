import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import { iamArnOf } from "../site";
import { clusterArn, karpenterNodeRoleArn } from "./names";
import type { Case } from "./testing/cases/case";
import { karpenterCases } from "./testing/cases/nodes";
import { loadBalancerCases } from "./testing/cases/load-balancers";
import { platformCases } from "./testing/cases/platform";
import { tenantCases } from "./testing/cases/tenant";
import { tenantEncryptionCases } from "./testing/cases/tenant-encryption";
import { volumeCases } from "./testing/cases/volumes";
import { allRoles, facts, site } from "./testing/sample";
import { podTags, simulate, simulateTrust } from "./testing/simulate";

/** Everything here is asked of a simulator of IAM's evaluation, with the documents that AWS gets. */

const tables: Readonly<Record<string, readonly Case[]>> = {
  "tenants, here the namespace team": tenantCases,
  "tenants and encryption": tenantEncryptionCases,
  "the platform's programs": platformCases,
  Karpenter: karpenterCases,
  "the load balancer controller": loadBalancerCases,
  "volumes and backups": volumeCases,
};

describe("IAM simulation", () => {
  for (const [title, cases] of Object.entries(tables)) {
    describe(title, () => {
      for (const one of cases) {
        it(`${one.role}: ${one.name}: ${one.expect}`, async () => {
          assert.equal((await simulate(one)) === "Allowed", one.expect === "allowed");
        });
      }
    });
  }

  it("has titles that are told apart, so that no case hides another", () => {
    const titles = Object.values(tables).flatMap((cases) =>
      cases.map((one) => `${one.role}: ${one.name}: ${one.expect}`),
    );
    assert.deepEqual(
      titles.filter((title, index) => titles.indexOf(title) !== index),
      [],
    );
  });
});

/** A namespace as Kubernetes allows it. */
const namespaces = fc.stringMatching(/^[a-z0-9]([-a-z0-9]{0,20}[a-z0-9])?$/);

describe("any two tenants", () => {
  const [artifacts, models] = [facts.buckets.artifacts, facts.buckets.models];

  it("keep their own objects and never reach the other's", async () => {
    await fc.assert(
      fc.asyncProperty(
        namespaces,
        namespaces,
        fc.constantFrom(artifacts, models),
        fc.constantFrom("s3:GetObject", "s3:PutObject", "s3:DeleteObject"),
        async (one, other, bucket, action) => {
          const resource = `arn:aws:s3:::${bucket}/${other}/a`;
          const answer = await simulate({ role: "tenant", action, resource, sessionTags: podTags(one) });
          assert.equal(answer === "Allowed", one === other);
        },
      ),
    );
  });

  it("list nothing of the other's, even where one's name begins the other's", async () => {
    await fc.assert(
      fc.asyncProperty(namespaces, fc.stringMatching(/^[-a-z0-9]{0,8}\/?$/), async (namespace, rest) => {
        const answer = await simulate({
          role: "tenant",
          action: "s3:ListBucket",
          resource: `arn:aws:s3:::${artifacts}`,
          context: { "s3:prefix": `${namespace}${rest}` },
          sessionTags: podTags(namespace),
        });
        assert.equal(answer === "Allowed", rest === "/");
      }),
    );
  });
});

/** What turns some permissions into all of them. */
const escalations: readonly (readonly [action: string, resource: string])[] = [
  ["iam:CreateUser", iamArnOf(site, "user/x")],
  ["iam:CreateAccessKey", iamArnOf(site, "user/x")],
  ["iam:CreateLoginProfile", iamArnOf(site, "user/x")],
  ["iam:CreateRole", iamArnOf(site, "role/x")],
  ["iam:CreatePolicyVersion", iamArnOf(site, "policy/x")],
  ["iam:AttachRolePolicy", karpenterNodeRoleArn(site)],
  ["iam:PutRolePolicy", karpenterNodeRoleArn(site)],
  ["iam:UpdateAssumeRolePolicy", karpenterNodeRoleArn(site)],
  ["iam:DeleteRolePermissionsBoundary", karpenterNodeRoleArn(site)],
  ["iam:TagRole", iamArnOf(site, "role/kubeflow-prod-tenant")],
  ["iam:PassRole", iamArnOf(site, "role/admin")],
  ["iam:PassRole", iamArnOf(site, "role/kubeflow-prod-velero")],
  ["sts:AssumeRole", iamArnOf(site, "role/admin")],
  ["sts:AssumeRole", karpenterNodeRoleArn(site)],
  ["sts:TagSession", iamArnOf(site, "role/kubeflow-prod-tenant")],
  ["eks:CreateAccessEntry", clusterArn(site)],
  ["eks:CreatePodIdentityAssociation", clusterArn(site)],
  ["eks:UpdateClusterConfig", clusterArn(site)],
  ["kms:PutKeyPolicy", facts.dataKeyArn],
  ["kms:CreateGrant", facts.dataKeyArn],
  ["s3:PutBucketPolicy", "arn:aws:s3:::acme-artifacts"],
  ["ec2:ModifyInstanceAttribute", `arn:aws:ec2:${site.region}:${site.accountId}:instance/i-0`],
  ["ssm:SendCommand", `arn:aws:ec2:${site.region}:${site.accountId}:instance/i-0`],
  ["lambda:CreateFunction", `arn:aws:lambda:${site.region}:${site.accountId}:function:x`],
  ["lambda:AddPermission", `arn:aws:lambda:${site.region}:${site.accountId}:function:x`],
  ["sns:AddPermission", facts.alertTopics[0]?.topicArn ?? ""],
  ["sns:SetTopicAttributes", facts.alertTopics[0]?.topicArn ?? ""],
];

describe("no way up", () => {
  for (const { key } of allRoles()) {
    it(`${key} can't make itself more than it is`, async () => {
      for (const [action, resource] of escalations) {
        assert.notEqual(await simulate({ role: key, action, resource }), "Allowed", `${action} ${resource}`);
      }
    });
  }
});

describe("who gets a role", () => {
  const velero = { ...podTags("velero"), "kubernetes-service-account": "velero-server" };

  it("the service account that it is for", async () => {
    assert.equal(await simulateTrust("velero", velero), "Allowed");
  });

  it("any namespace of the cluster, for the tenants' role", async () => {
    assert.equal(await simulateTrust("tenant", podTags("anything")), "Allowed");
  });

  const otherCluster = `${clusterArn(site)}-2`;
  const refusals: Readonly<Record<string, Promise<string>>> = {
    "another service account": simulateTrust("velero", podTags("velero")),
    "the same service account of another namespace": simulateTrust("velero", {
      ...velero,
      "kubernetes-namespace": "team",
    }),
    "the same pod in another cluster": simulateTrust("velero", {
      ...velero,
      "eks-cluster-arn": otherCluster,
    }),
    "an association without session tags": simulateTrust("velero", {}),
    "a request from another account": simulateTrust("velero", velero, "999999999999"),
    "a tenant of another cluster": simulateTrust("tenant", podTags("team", otherCluster)),
    "a tenant without a namespace": simulateTrust("tenant", { "eks-cluster-arn": clusterArn(site) }),
    "a tenant with an empty namespace": simulateTrust("tenant", podTags("")),
  };
  for (const [who, answer] of Object.entries(refusals)) {
    it(`not ${who}`, async () => {
      assert.notEqual(await answer, "Allowed");
    });
  }
});
