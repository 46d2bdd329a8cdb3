import * as assert from "node:assert/strict";
import { validateTrustPolicy } from "@cloud-copilot/iam-policy";
import { productionSite } from "../testing/mocks";
import { allow, INLINE_POLICY_LIMIT, policy, policyText, TRUST_POLICY_LIMIT } from "./policy-document";
import { lintDocument } from "./testing/lint";
import { allRoles, chineseSite } from "./testing/sample";

const noResource = "is no resource of any of its actions";
const oneGeneration =
  "tags of target groups, listeners and rules are in ELB's second generation, the table has the first one's action";

function elb(resource: string): string {
  return `arn:{partition}:elasticloadbalancing:{region}:{account}:${resource}`;
}

/** What the linter says that is meant to be so, by role and message, with the reason. */
const accepted: Readonly<Record<string, readonly (readonly [message: string, reason: string])[]>> = {
  karpenterController: [
    [
      "ReadZonalShift: * for arc-zonal-shift:GetManagedResource, which knows resources",
      "the table knows load balancers only; the condition names the one cluster (Karpenter's reference)",
    ],
    ...["security-group", "subnet", "capacity-reservation", "placement-group"].map(
      (type) =>
        [
          `LaunchFrom: arn:{partition}:ec2:{region}:*:${type}/* is of any account or region`,
          "may be shared by another account: a shared VPC, a capacity reservation",
        ] as const,
    ),
    ...["image", "snapshot"].map(
      (type) =>
        [
          `LaunchFrom: arn:{partition}:ec2:{region}:*:${type}/* is of any account or region`,
          "ARNs of this type have no account",
        ] as const,
    ),
    [
      "FindImages: arn:{partition}:ssm:{region}::parameter/aws/service/* is no resource of any of its actions",
      "AWS' public parameters have no account in their ARNs",
    ],
    ["FindImages: ssm:GetParameter has no resource here", "the same"],
  ],
  loadBalancerController: [
    ...["TagNew", "TagOwn"].map(
      (sid) => [`${sid}: ${elb("targetgroup/*/*")} ${noResource}`, oneGeneration] as const,
    ),
    ...[
      "listener/app/*/*/*",
      "listener/net/*/*/*",
      "listener-rule/app/*/*/*/*",
      "listener-rule/net/*/*/*/*",
    ].map((resource) => [`TagListeners: ${elb(resource)} ${noResource}`, oneGeneration] as const),
    ...["AddTags", "RemoveTags"].map(
      (action) =>
        [`TagListeners: elasticloadbalancing:${action} has no resource here`, oneGeneration] as const,
    ),
  ],
  ebsCsi: [
    ...["MakeSnapshots", "UseOwnSnapshots", "TagNew"].map(
      (sid) =>
        [
          `${sid}: arn:{partition}:ec2:{region}:*:snapshot/* is of any account or region`,
          "ARNs of this type have no account",
        ] as const,
    ),
    [
      "CopyOwnVolumes: ec2:CopyVolumes has no condition key ec2:ResourceTag/kubeflow-on-aws/cluster",
      "AWS' own cluster-scoped policy for the driver has this condition, the table of actions doesn't yet",
    ],
  ],
  velero: ["MakeSnapshots", "UseBackupSnapshots", "DeleteOwnSnapshots", "TagNew"].map((sid) => [
    `${sid}: arn:{partition}:ec2:{region}:*:snapshot/* is of any account or region`,
    "ARNs of this type have no account",
  ]),
};

describe("policy linter", () => {
  for (const of of [productionSite, chineseSite]) {
    for (const role of allRoles(of)) {
      it(`finds nothing in ${role.key} in ${of.region}`, async () => {
        const problems = await lintDocument(role.permissions, of.partition);
        const meant = (accepted[role.key] ?? []).map(([message]) =>
          message
            .replace("{partition}", of.partition)
            .replace("{region}", of.region)
            .replace("{account}", of.accountId),
        );
        assert.deepEqual([...problems].sort(), [...meant].sort());
      });

      it(`finds nothing in the trust policy of ${role.key} in ${of.region}`, () => {
        assert.deepEqual(validateTrustPolicy(JSON.parse(policyText(role.trust))), []);
      });
    }
  }

  const wrong = [
    ["an action that AWS has not", allow("A", ["s3:ReadObject"], ["arn:aws:s3:::b/*"]), "no such action"],
    ["a wildcard in an action", allow("A", ["s3:*"], ["arn:aws:s3:::b/*"]), "no such action"],
    ["* where there are resources", allow("A", ["s3:GetObject"], ["*"]), "which knows resources"],
    ["objects for a bucket's action", allow("A", ["s3:ListBucket"], ["arn:aws:s3:::b/*"]), "has no resource"],
    ["a bucket for an object's action", allow("A", ["s3:GetObject"], ["arn:aws:s3:::b"]), "has no resource"],
    [
      "an account where ARNs have none",
      allow("A", ["ec2:DeleteSnapshot"], ["arn:aws:ec2:us-west-2:111122223333:snapshot/*"]),
      "no resource",
    ],
    ["any account", allow("A", ["ec2:DeleteVolume"], ["arn:aws:ec2:us-west-2:*:volume/*"]), "of any account"],
    ["another partition", allow("A", ["s3:GetObject"], ["arn:aws-cn:s3:::b/*"]), "of another partition"],
    [
      "a condition that doesn't exist",
      allow("A", ["s3:ListBucket"], ["arn:aws:s3:::b"], { StringEquals: { "s3:folder": "a" } }),
      "no such condition key",
    ],
    [
      "a condition of another action",
      allow("A", ["s3:GetObject"], ["arn:aws:s3:::b/*"], { StringEquals: { "s3:prefix": "a" } }),
      "has no condition key",
    ],
    ["the same action twice", allow("A", ["s3:GetObject", "s3:GetObject"], ["arn:aws:s3:::b/*"]), "twice"],
  ] as const;
  for (const [what, statement, message] of wrong) {
    it(`finds ${what}`, async () => {
      const problems = await lintDocument(policy(statement), "aws");
      assert.ok(
        problems.some((problem) => problem.includes(message)),
        problems.join("; "),
      );
    });
  }

  it("finds names that two statements share", async () => {
    const statement = allow("A", ["s3:GetObject"], ["arn:aws:s3:::b/*"]);
    assert.notDeepEqual(await lintDocument(policy(statement, statement), "aws"), []);
  });
});

describe("sizes", () => {
  // The longest name that the configuration allows.
  const long = { ...chineseSite, clusterName: "c".repeat(30) };
  for (const role of allRoles(long)) {
    it(`${role.key} is within what IAM takes`, () => {
      const sizes = {
        permissions: policyText(role.permissions).length,
        trust: policyText(role.trust).length,
        name: role.roleName.length,
      };
      assert.ok(sizes.permissions <= INLINE_POLICY_LIMIT, `${sizes.permissions} characters`);
      assert.ok(sizes.trust <= TRUST_POLICY_LIMIT, `${sizes.trust} characters`);
      assert.ok(sizes.name <= 64, `${role.roleName}: ${sizes.name} characters`);
    });
  }
});

describe("documents", () => {
  it("speak of nothing outside the site's account but what may be shared with it", () => {
    for (const { key, permissions } of allRoles()) {
      const foreign = permissions.Statement.flatMap(({ Resource }) => Resource).filter(
        (arn) =>
          arn.startsWith("arn:") && !["", "*", productionSite.accountId].includes(arn.split(":")[4] ?? ""),
      );
      assert.deepEqual(foreign, [], key);
    }
  });

  it("are the same each time", () => {
    assert.deepEqual(JSON.stringify(allRoles()), JSON.stringify(allRoles()));
  });
});
