import assert from "node:assert/strict";
import { CreateKeyCommand } from "@aws-sdk/client-kms";
import {
  ApplyMethod,
  CreateDBInstanceCommand,
  CreateDBParameterGroupCommand,
  CreateDBSubnetGroupCommand,
  DescribeDBInstancesCommand,
  DescribeDBParameterGroupsCommand,
  DescribeDBParametersCommand,
  ModifyDBParameterGroupCommand,
} from "@aws-sdk/client-rds";
import * as z from "zod";
import type { During, Proof } from "../fixture";
import { inputsOf, Tags } from "../inventory";
import { plain, tagList } from "../plain";
import { DatabaseInstance, readBack } from "./database-inputs";

const ParameterGroup = z
  .strictObject({
    description: z.string(),
    family: z.string(),
    name: z.string(),
    parameters: z.array(
      z
        .strictObject({ applyMethod: z.enum(ApplyMethod), name: z.string(), value: z.string() })
        .transform(({ applyMethod: ApplyMethod, name: ParameterName, value: ParameterValue }) => ({
          ApplyMethod,
          ParameterName,
          ParameterValue,
        })),
    ),
    tags: Tags,
  })
  .transform((input) => ({
    DBParameterGroupName: input.name,
    DBParameterGroupFamily: input.family,
    Description: input.description,
    Tags: tagList(input.tags),
    Parameters: input.parameters,
  }));

const SubnetGroup = z.strictObject({
  description: z.string(),
  name: z.string(),
  subnetIds: z.array(z.string()).min(2),
  tags: Tags,
});

/** The database of RDS: its parameters, its place, itself. The emulator takes any family and any parameter. */
export function provesDatabase(during: During<Proof>): void {
  const rds = () => during().clients.rds;
  const groups = () => {
    return [
      ...inputsOf(during().inventory, "aws:rds/parameterGroup:ParameterGroup", ParameterGroup).values(),
    ];
  };
  const instances = () =>
    [...inputsOf(during().inventory, "aws:rds/instance:Instance", DatabaseInstance).values()].map(
      // RDS looks at its key, and the inventory has a placeholder for the one that is not made yet.
      (instance) => ({ ...instance, KmsKeyId: keyArn, MasterUserSecretKmsKeyId: keyArn }),
    );

  let keyArn: string;
  before(async () => {
    const { KeyMetadata } = await during().clients.kms.send(new CreateKeyCommand({}));
    keyArn = KeyMetadata?.Arn ?? "";
  });

  it("has the parameters of the inventory, each once", async () => {
    for (const { Parameters, ...group } of groups()) {
      const { DBParameterGroupName } = group;
      await rds().send(new CreateDBParameterGroupCommand(group));
      await rds().send(new ModifyDBParameterGroupCommand({ DBParameterGroupName, Parameters }));
      const found = await rds().send(new DescribeDBParameterGroupsCommand({ DBParameterGroupName }));
      const { DBParameterGroupFamily, Description } = found.DBParameterGroups?.[0] ?? {};
      assert.deepEqual(
        { DBParameterGroupFamily, Description },
        { DBParameterGroupFamily: group.DBParameterGroupFamily, Description: group.Description },
      );
      const read = await rds().send(new DescribeDBParametersCommand({ DBParameterGroupName }));
      assert.deepEqual(plain(read.Parameters), Parameters);
    }
  });

  it("has a parameter group of its own engine's family", () => {
    for (const instance of instances()) {
      const group = groups().find(
        ({ DBParameterGroupName }) => DBParameterGroupName === instance.DBParameterGroupName,
      );
      const [major, minor] = instance.EngineVersion.split(".");
      assert.equal(group?.DBParameterGroupFamily, `${instance.Engine}${major ?? ""}.${minor ?? ""}`);
    }
  });

  it("is made in private subnets, as the inventory says", async () => {
    const type = "aws:rds/subnetGroup:SubnetGroup";
    const given = await someSubnets(during());
    for (const { description, name, subnetIds, tags } of inputsOf(
      during().inventory,
      type,
      SubnetGroup,
    ).values()) {
      await rds().send(
        new CreateDBSubnetGroupCommand({
          DBSubnetGroupName: name,
          DBSubnetGroupDescription: description,
          // In the place of the VPC's, which another package makes.
          SubnetIds: given.slice(0, subnetIds.length),
          Tags: tagList(tags),
        }),
      );
    }
    for (const instance of instances()) {
      await rds().send(new CreateDBInstanceCommand(instance));
      const { DBInstanceIdentifier } = instance;
      const read = await rds().send(new DescribeDBInstancesCommand({ DBInstanceIdentifier }));
      const [found] = read.DBInstances ?? [];
      assert.ok(found);
      assert.deepEqual(plain(readBack(found)), plain(asReadBack(instance)));
    }
  });

  it("has no maintenance while it is backed up", async () => {
    for (const instance of instances()) {
      const PreferredMaintenanceWindow = `sun:${instance.PreferredBackupWindow.replace("-", "-sun:")}`;
      const DBInstanceIdentifier = "overlapping";
      await assert.rejects(
        rds().send(
          new CreateDBInstanceCommand({ ...instance, DBInstanceIdentifier, PreferredMaintenanceWindow }),
        ),
        { name: "InvalidParameterValue" },
      );
    }
  });
}

type Instance = z.output<typeof DatabaseInstance>;

/** A description has some things elsewhere than the request. */
function asReadBack({ DBParameterGroupName, DBSubnetGroupName, VpcSecurityGroupIds, ...rest }: Instance) {
  const { MasterUserSecretKmsKeyId, Port, EnableIAMDatabaseAuthentication, EnableCloudwatchLogsExports } =
    rest;
  return readBack({
    ...rest,
    DBParameterGroups: [{ DBParameterGroupName }],
    DBSubnetGroup: { DBSubnetGroupName },
    VpcSecurityGroups: VpcSecurityGroupIds.map((VpcSecurityGroupId) => ({ VpcSecurityGroupId })),
    MasterUserSecret: { KmsKeyId: MasterUserSecretKmsKeyId },
    Endpoint: { Port },
    IAMDatabaseAuthenticationEnabled: EnableIAMDatabaseAuthentication,
    EnabledCloudwatchLogsExports: EnableCloudwatchLogsExports,
  });
}

/** Ids of subnets of the VPC that AWS has in every region. EC2's API takes a form, and the emulator no signature. */
async function someSubnets({ endpoint, inventory }: Proof): Promise<string[]> {
  const scope = `20261124/${inventory.region}/ec2/aws4_request`;
  const response = await fetch(endpoint, {
    method: "POST",
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=emulated/${scope}, SignedHeaders=host, Signature=none`,
    },
    body: new URLSearchParams({ Action: "DescribeSubnets", Version: "2016-11-15" }),
  });
  const answer = await response.text();
  return [...answer.matchAll(/<subnetId>(subnet-\w+)<\/subnetId>/g)].map(([, id = ""]) => id);
}
