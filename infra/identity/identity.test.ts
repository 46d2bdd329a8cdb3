import * as assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { only, underMocks } from "../testing/mocks";
import { Identity, type IdentityArgs } from "./identity";
import { policyText } from "./policy-document";
import { roles } from "./roles";
import { allRoles, facts, roleOf, site } from "./testing/sample";

const full: IdentityArgs = {
  site,
  config: {},
  clusterName: pulumi.output(site.clusterName),
  buckets: facts.buckets,
  dataKeyArn: pulumi.output(facts.dataKeyArn),
  vpcId: pulumi.output(facts.vpcId),
  karpenter: true,
  zoneIds: facts.zoneIds.map((id) => pulumi.output(id)),
  fileSystemId: pulumi.output(facts.fileSystemIds[0] ?? ""),
  alertTopic: facts.alertTopics[0],
  databaseSecretArn: pulumi.output(facts.secretArns[0] ?? ""),
};

const { zoneIds, fileSystemId, alertTopic, databaseSecretArn, ...bare } = { ...full, karpenter: false };

function run(args: IdentityArgs) {
  return underMocks(() => {
    const identity = new Identity("identity", args);
    return { roleArns: identity.roleArns, tenantRoleArn: identity.tenantRoleArn };
  });
}

const ROLE = "aws:iam/role:Role";
const POLICY = "aws:iam/rolePolicy:RolePolicy";
const ASSOCIATION = "aws:eks/podIdentityAssociation:PodIdentityAssociation";

describe("Identity", () => {
  it("makes each role with its two documents", async () => {
    const { resources } = await run(full);
    for (const { roleName, trust, permissions } of allRoles()) {
      const name = roleName.replace(site.clusterName, "identity");
      const role = only(resources, ROLE, name);
      assert.equal(role.inputs.name, roleName);
      assert.equal(role.inputs.assumeRolePolicy, policyText(trust));
      assert.equal(role.inputs.permissionsBoundary, undefined);
      assert.deepEqual(role.inputs.tags, { Name: roleName });
      const inline = only(resources, POLICY, name);
      assert.deepEqual(inline.inputs, {
        name: "permissions",
        role: roleName,
        policy: policyText(permissions),
      });
    }
    const count = Object.keys(roles).length + 1;
    assert.equal(resources.filter(({ type }) => type === ROLE).length, count);
    assert.equal(resources.filter(({ type }) => type === POLICY).length, count);
  });

  it("ties roles to service accounts, but not those that add-ons tie themselves, nor the tenants'", async () => {
    const { resources } = await run(full);
    const tied = resources
      .filter(({ type }) => type === ASSOCIATION)
      .map(({ inputs }) => [inputs.clusterName, inputs.namespace, inputs.serviceAccount, inputs.roleArn]);
    const role = "arn:aws:iam::111122223333:role/kubeflow-prod";
    assert.deepEqual(tied.sort(), [
      ["kubeflow-prod", "external-dns", "external-dns", `${role}-external-dns`],
      ["kubeflow-prod", "external-secrets", "external-secrets", `${role}-external-secrets`],
      ["kubeflow-prod", "kube-system", "aws-load-balancer-controller", `${role}-load-balancer-controller`],
      ["kubeflow-prod", "kube-system", "karpenter", `${role}-karpenter-controller`],
      ["kubeflow-prod", "kubeflow", "ml-pipeline", `${role}-kfp-api-server`],
      ["kubeflow-prod", "monitoring", "kube-prometheus-stack-alertmanager", `${role}-alertmanager`],
      ["kubeflow-prod", "monitoring", "loki", `${role}-loki`],
      ["kubeflow-prod", "velero", "velero-server", `${role}-velero`],
    ]);
  });

  it("hands out the ARNs by the roles' keys", async () => {
    const { value } = await run(full);
    assert.deepEqual(Object.keys(value.roleArns), Object.keys(roles));
    assert.equal(value.roleArns.ebsCsi, "arn:aws:iam::111122223333:role/kubeflow-prod-ebs-csi");
    assert.equal(value.tenantRoleArn, "arn:aws:iam::111122223333:role/kubeflow-prod-tenant");
  });

  it("makes no role that nobody could use", async () => {
    const { value } = await run(bare);
    assert.deepEqual(
      Object.keys(roles).filter((key) => !(key in value.roleArns)),
      ["karpenterController", "externalDns", "efsCsi", "alertmanager"],
    );
  });

  it("reads only the cluster's own secrets where the database has none", async () => {
    const { resources } = await run({ ...bare, secretArns: ["arn:aws:secretsmanager:us-west-2:1:secret:x"] });
    const { inputs } = only(resources, POLICY, "identity-external-secrets");
    const text = String(inputs.policy);
    assert.ok(text.includes('secret:kubeflow-prod/*","arn:aws:secretsmanager:us-west-2:1:secret:x"]'), text);
    assert.ok(!text.includes("rds!"), text);
  });

  it("lets Alertmanager publish without a key to a topic that isn't encrypted", async () => {
    const topicArn = "arn:aws:sns:eu-west-1:999999999999:alerts";
    const { resources } = await run({ ...bare, alertTopic: { topicArn } });
    const { inputs } = only(resources, POLICY, "identity-alertmanager");
    assert.deepEqual(JSON.parse(String(inputs.policy)), {
      Version: "2012-10-17",
      Statement: [{ Sid: "PublishAlerts", Effect: "Allow", Action: ["sns:Publish"], Resource: [topicArn] }],
    });
  });

  it("names the region of a key that is beside a topic of another region", async () => {
    const topicArn = "arn:aws:sns:eu-west-1:111122223333:alerts";
    const keyArn = "arn:aws:kms:eu-west-1:111122223333:key/1";
    const { resources } = await run({ ...bare, alertTopic: { topicArn, keyArn: pulumi.output(keyArn) } });
    const { inputs } = only(resources, POLICY, "identity-alertmanager");
    assert.deepEqual(JSON.parse(String(inputs.policy)), {
      Version: "2012-10-17",
      Statement: [
        { Sid: "PublishAlerts", Effect: "Allow", Action: ["sns:Publish"], Resource: [topicArn] },
        {
          Sid: "UseKeyForTopic",
          Effect: "Allow",
          Action: ["kms:Decrypt", "kms:GenerateDataKey"],
          Resource: [keyArn],
          Condition: {
            StringEquals: {
              "kms:ViaService": "sns.eu-west-1.amazonaws.com",
              "kms:EncryptionContext:aws:sns:topicArn": topicArn,
            },
          },
        },
      ],
    });
  });

  it("says which roles there are when asked for one that there isn't", async () => {
    await assert.rejects(
      underMocks(() => new Identity("identity", bare).roleArn("efsCsi")),
      /no role efsCsi; it has kfpApiServer, /,
    );
  });

  it("bounds every role where a boundary is configured", async () => {
    const boundary = "arn:aws:iam::111122223333:policy/boundary";
    const { resources } = await run({ ...full, config: { permissionsBoundaryArn: boundary } });
    const made = resources.filter(({ type }) => type === ROLE);
    assert.equal(made.length, allRoles().length);
    assert.deepEqual([...new Set(made.map(({ inputs }) => inputs.permissionsBoundary))], [boundary]);
  });

  it("makes no key", async () => {
    const { resources } = await run(full);
    assert.deepEqual(
      [...new Set(resources.map(({ type }) => type))].sort(),
      [ASSOCIATION, POLICY, ROLE, "kubeflow:infra:Identity", "pulumi:pulumi:Stack"].sort(),
    );
    assert.ok(!policyText(roleOf("tenant").permissions).includes("iam:"));
  });
});
