import * as assert from "node:assert/strict";
import { DatabaseConfig } from "../config/database";
import type { Site } from "../site";
import { observe } from "../storage/testing/observe";
import { type Registered, developmentSite, only, productionSite, underMocks } from "../testing/mocks";
import { Database } from "./database";
import { parameterArgs, rdsParameterGroup } from "./parameters";

const dataKeyArn = "arn:aws:kms:us-west-2:111122223333:key/1234";
const masterUserSecrets = [
  { secretArn: "arn:aws:secretsmanager:us-west-2:111122223333:secret:rds!db-1", kmsKeyId: dataKeyArn },
];

async function run(site: Site, config: object) {
  const observer = observe({
    "aws:rds/instance:Instance": { address: "db.us-west-2.rds.amazonaws.com", masterUserSecrets },
    "aws:rds/cluster:Cluster": { endpoint: "db.cluster-1.us-west-2.rds.amazonaws.com", masterUserSecrets },
  });
  const { resources, value } = await underMocks(() => {
    const database = new Database(
      "database",
      {
        site,
        config: DatabaseConfig.parse(config),
        vpcId: "vpc-1",
        privateSubnetIds: ["subnet-a", "subnet-b"],
        nodeSecurityGroupId: "sg-nodes",
        dataKeyArn,
      },
      { transformations: observer.transformations },
    );
    return { connection: database.connection, arn: database.arn };
  });
  return { resources, value, protectedNames: observer.protectedNames };
}

function inputsOf(resources: readonly Registered[], type: string): Record<string, unknown> {
  const { address, endpoint, masterUserSecrets: secrets, ...inputs } = only(resources, type).inputs;
  return inputs;
}

describe("Database on RDS in production", () => {
  let found: Awaited<ReturnType<typeof run>>;
  before(async () => {
    found = await run(productionSite, { kind: "rds" });
  });

  it("is an encrypted instance over two zones that can't be deleted", () => {
    assert.deepEqual(inputsOf(found.resources, "aws:rds/instance:Instance"), {
      identifier: "kubeflow-prod-mysql",
      engine: "mysql",
      engineVersion: "8.4",
      autoMinorVersionUpgrade: true,
      applyImmediately: false,
      instanceClass: "db.m7g.large",
      multiAz: true,
      storageType: "gp3",
      allocatedStorage: 50,
      maxAllocatedStorage: 500,
      storageEncrypted: true,
      kmsKeyId: dataKeyArn,
      username: "admin",
      manageMasterUserPassword: true,
      masterUserSecretKmsKeyId: dataKeyArn,
      iamDatabaseAuthenticationEnabled: false,
      port: 3306,
      publiclyAccessible: false,
      dbSubnetGroupName: "kubeflow-prod-mysql-subnets",
      vpcSecurityGroupIds: ["database-mysql-placement-group-id"],
      caCertIdentifier: "rds-ca-rsa2048-g1",
      parameterGroupName: "kubeflow-prod-mysql-parameters",
      deletionProtection: true,
      backupRetentionPeriod: 14,
      deleteAutomatedBackups: false,
      copyTagsToSnapshot: true,
      skipFinalSnapshot: false,
      finalSnapshotIdentifier: "kubeflow-prod-mysql-final",
      backupWindow: "01:00-02:00",
      maintenanceWindow: "sun:06:00-sun:07:00",
      performanceInsightsEnabled: true,
      performanceInsightsKmsKeyId: dataKeyArn,
      performanceInsightsRetentionPeriod: 7,
      enabledCloudwatchLogsExports: ["error", "slowquery"],
      tags: { Name: "kubeflow-prod-mysql" },
    });
    assert.deepEqual(found.protectedNames, ["database-mysql"]);
  });

  it("has the parameters of RDS", () => {
    assert.deepEqual(only(found.resources, "aws:rds/parameterGroup:ParameterGroup").inputs, {
      name: "kubeflow-prod-mysql-parameters",
      family: "mysql8.4",
      description: "Kubeflow: TLS only, utf8mb4, slow queries logged",
      parameters: parameterArgs(rdsParameterGroup("8.4").parameters),
      tags: { Name: "kubeflow-prod-mysql-parameters" },
    });
  });

  it("is reached by the nodes on 3306, by nobody else, and reaches nothing", () => {
    const type = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
    assert.deepEqual(only(found.resources, type).inputs, {
      securityGroupId: "database-mysql-placement-group-id",
      referencedSecurityGroupId: "sg-nodes",
      ipProtocol: "tcp",
      fromPort: 3306,
      toPort: 3306,
      description: "MySQL from the nodes",
      tags: { Name: "kubeflow-prod-mysql-clients-from-nodes" },
    });
    const group = only(found.resources, "aws:ec2/securityGroup:SecurityGroup").inputs;
    assert.deepEqual([group.ingress, group.egress, group.vpcId], [undefined, undefined, "vpc-1"]);
  });

  it("has its log groups made before it, with the key and an end", () => {
    const groups = found.resources.filter(({ type }) => type === "aws:cloudwatch/logGroup:LogGroup");
    assert.deepEqual(
      groups.map(({ inputs }) => inputs),
      ["error", "slowquery"].map((log) => ({
        name: `/aws/rds/instance/kubeflow-prod-mysql/${log}`,
        retentionInDays: 90,
        kmsKeyId: dataKeyArn,
      })),
    );
  });

  it("hands on where it is and where its password is", () => {
    const { connection, arn } = found.value;
    assert.equal(connection.kind, "mysql");
    assert.deepEqual([typeof connection.host, connection.port], ["string", 3306]);
    assert.match(connection.credentialsSecretArn, /^arn:aws:secretsmanager:/);
    assert.match(arn ?? "", /^arn:aws:rds:/);
  });
});

describe("Database on RDS in development", () => {
  it("goes without a snapshot only where protection is off", async () => {
    const { resources, protectedNames } = await run(developmentSite, {
      kind: "rds",
      deletionProtection: false,
      multiAz: false,
      performanceInsights: false,
      instanceClass: "db.t4g.medium",
    });
    const inputs = inputsOf(resources, "aws:rds/instance:Instance");
    assert.deepEqual(
      [inputs.skipFinalSnapshot, inputs.finalSnapshotIdentifier, inputs.deleteAutomatedBackups],
      [true, undefined, true],
    );
    assert.deepEqual(
      [inputs.multiAz, inputs.performanceInsightsEnabled, inputs.performanceInsightsKmsKeyId],
      [false, false, undefined],
    );
    assert.deepEqual(protectedNames, []);

    const kept = inputsOf(
      (await run(developmentSite, { kind: "rds" })).resources,
      "aws:rds/instance:Instance",
    );
    assert.deepEqual(
      [kept.skipFinalSnapshot, kept.finalSnapshotIdentifier],
      [false, "kubeflow-dev-mysql-final"],
    );
  });

  it("takes a last snapshot in production even where protection was turned off to delete it", async () => {
    const { resources } = await run(productionSite, { kind: "rds", deletionProtection: false });
    assert.equal(inputsOf(resources, "aws:rds/instance:Instance").skipFinalSnapshot, false);
  });
});

describe("Database on Aurora", () => {
  let found: Awaited<ReturnType<typeof run>>;
  before(async () => {
    found = await run(productionSite, { kind: "aurora-serverless", readers: 2 });
  });

  it("is an encrypted cluster that can't be deleted", () => {
    const inputs = inputsOf(found.resources, "aws:rds/cluster:Cluster");
    assert.deepEqual(inputs, {
      clusterIdentifier: "kubeflow-prod-aurora",
      engine: "aurora-mysql",
      engineMode: "provisioned",
      engineVersion: "8.0.mysql_aurora.3.10.0",
      applyImmediately: false,
      serverlessv2ScalingConfiguration: { minCapacity: 0.5, maxCapacity: 8 },
      storageEncrypted: true,
      kmsKeyId: dataKeyArn,
      masterUsername: "admin",
      manageMasterUserPassword: true,
      masterUserSecretKmsKeyId: dataKeyArn,
      iamDatabaseAuthenticationEnabled: false,
      port: 3306,
      dbSubnetGroupName: "kubeflow-prod-aurora-subnets",
      vpcSecurityGroupIds: ["database-aurora-placement-group-id"],
      dbClusterParameterGroupName: "kubeflow-prod-aurora-parameters",
      deletionProtection: true,
      backupRetentionPeriod: 14,
      deleteAutomatedBackups: false,
      copyTagsToSnapshot: true,
      skipFinalSnapshot: false,
      finalSnapshotIdentifier: "kubeflow-prod-aurora-final",
      preferredBackupWindow: "01:00-02:00",
      preferredMaintenanceWindow: "sun:06:00-sun:07:00",
      performanceInsightsEnabled: true,
      performanceInsightsKmsKeyId: dataKeyArn,
      performanceInsightsRetentionPeriod: 7,
      enabledCloudwatchLogsExports: ["error", "slowquery"],
      tags: { Name: "kubeflow-prod-aurora" },
    });
    assert.deepEqual(found.protectedNames, ["database-aurora"]);
  });

  it("has a writer and the readers that are configured, each able to take over", () => {
    const instances = found.resources.filter(
      ({ type }) => type === "aws:rds/clusterInstance:ClusterInstance",
    );
    assert.deepEqual(
      instances.map(({ inputs }) => [inputs.identifier, inputs.instanceClass, inputs.promotionTier]),
      [
        ["kubeflow-prod-aurora-0", "db.serverless", 0],
        ["kubeflow-prod-aurora-1", "db.serverless", 1],
        ["kubeflow-prod-aurora-2", "db.serverless", 1],
      ],
    );
    for (const { inputs } of instances) {
      assert.deepEqual(
        [inputs.publiclyAccessible, inputs.performanceInsightsKmsKeyId, inputs.caCertIdentifier],
        [false, dataKeyArn, "rds-ca-rsa2048-g1"],
      );
    }
  });

  it("hands on where the writer is", () => {
    const { connection } = found.value;
    assert.equal(connection.kind, "mysql");
    assert.deepEqual([typeof connection.host, connection.port], ["string", 3306]);
  });
});

describe("Database in the cluster", () => {
  it("makes nothing", async () => {
    const { resources, value } = await run(developmentSite, { kind: "in-cluster" });
    assert.deepEqual(value, { connection: { kind: "in-cluster" }, arn: undefined });
    assert.deepEqual(
      resources.filter(({ type }) => type.startsWith("aws:")),
      [],
    );
  });
});
