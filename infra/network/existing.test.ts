import assert from "node:assert/strict";
import { UserError } from "../../config/errors";
import { type ExistingNetworkConfig, NetworkConfig } from "../config/network";
import { productionSite } from "../testing/mocks";
import {
  type ExistingVpcFacts,
  type SubnetFacts,
  checkExistingVpc,
  inspectExistingVpc,
  zonesOfSubnets,
} from "./existing";
import { asking } from "./testing/answers";

const vpcId = "vpc-0123456789abcdef0";

function subnet(id: string, zone: string, changes: Partial<SubnetFacts> = {}): SubnetFacts {
  return {
    id,
    vpcId,
    cidrBlock: "10.8.0.0/20",
    availabilityZone: `us-west-2${zone}`,
    availabilityZoneId: `usw2-az${zone.charCodeAt(0) - 96}`,
    mapPublicIpOnLaunch: false,
    availableIpAddressCount: 4000,
    ...changes,
  };
}

const fine: ExistingVpcFacts = {
  vpcId,
  cidrBlock: "10.8.0.0/16",
  cidrBlocks: ["10.8.0.0/16"],
  enableDnsHostnames: true,
  enableDnsSupport: true,
  privateSubnets: [subnet("subnet-1", "a"), subnet("subnet-2", "b")],
  publicSubnets: [
    subnet("subnet-3", "a", { cidrBlock: "10.8.240.0/26", mapPublicIpOnLaunch: true }),
    subnet("subnet-4", "b", { cidrBlock: "10.8.241.0/26" }),
  ],
};

/** The mistakes that are found, without the key before each. */
function mistakes(changes: Partial<ExistingVpcFacts>): string[] {
  try {
    checkExistingVpc({ ...fine, ...changes });
  } catch (error) {
    assert.ok(error instanceof UserError);
    assert.equal(error.exitCode, 2);
    const [, ...lines] = error.message.split("\n");
    return lines.slice(0, -1).map((line) => line.replace("  kubeflow-infra:network.", ""));
  }
  return [];
}

describe("a VPC that is there", () => {
  it("is taken where it has what EKS needs", () => {
    assert.deepEqual(mistakes({}), []);
    assert.deepEqual(mistakes({ publicSubnets: [] }), []);
    assert.deepEqual(zonesOfSubnets(fine.privateSubnets), ["us-west-2a", "us-west-2b"]);
  });

  const cases: {
    readonly what: string;
    readonly changes: Partial<ExistingVpcFacts>;
    readonly found: string[];
  }[] = [
    {
      what: "no DNS",
      changes: { enableDnsHostnames: false, enableDnsSupport: false },
      found: [
        "vpcId: DNS resolution is off; nodes can't join without it",
        "vpcId: DNS hostnames are off; nodes can't join without them",
      ],
    },
    {
      what: "no range left for Services",
      changes: { cidrBlocks: ["10.0.0.0/8", "172.20.0.0/24"] },
      found: [
        "vpcId: its ranges 10.0.0.0/8, 172.20.0.0/24 leave neither 172.20.0.0/16 nor 10.100.0.0/16 free for Kubernetes Services",
      ],
    },
    {
      what: "private subnets in one zone",
      changes: { privateSubnets: [subnet("subnet-1", "a"), subnet("subnet-2", "a")] },
      found: ["privateSubnetIds: all are in us-west-2a; two different zones or more are needed"],
    },
    {
      what: "a private subnet that is small and nearly full",
      changes: {
        privateSubnets: [
          subnet("subnet-1", "a", { cidrBlock: "10.8.0.0/21", availableIpAddressCount: 9 }),
          subnet("subnet-2", "b"),
        ],
      },
      found: [
        "privateSubnetIds: subnet-1 is 10.8.0.0/21; /20 or larger is needed, since every pod takes an address",
        "privateSubnetIds: subnet-1 has 9 free addresses; EKS itself needs 16",
      ],
    },
    {
      what: "a private subnet with public addresses",
      changes: {
        privateSubnets: [subnet("subnet-1", "a", { mapPublicIpOnLaunch: true }), subnet("subnet-2", "b")],
      },
      found: [
        "privateSubnetIds: subnet-1 gives public addresses to what starts there; nodes must not have any",
      ],
    },
    {
      what: "a subnet of another VPC",
      changes: {
        privateSubnets: [subnet("subnet-1", "a", { vpcId: "vpc-other" }), subnet("subnet-2", "b")],
      },
      found: ["privateSubnetIds: subnet-1 belongs to vpc-other"],
    },
    {
      what: "a subnet where EKS does not run",
      changes: {
        privateSubnets: [...fine.privateSubnets, subnet("subnet-5", "x", { availabilityZoneId: "use1-az3" })],
      },
      found: ["privateSubnetIds: subnet-5 is in us-west-2x (use1-az3), where EKS does not run"],
    },
    {
      what: "subnets that are named twice",
      changes: {
        privateSubnets: [...fine.privateSubnets, subnet("subnet-1", "a")],
        publicSubnets: [...fine.publicSubnets, subnet("subnet-2", "b")],
      },
      found: [
        "privateSubnetIds: subnet-1 is named more than once",
        "publicSubnetIds: subnet-2 is one of privateSubnetIds too",
      ],
    },
    {
      what: "public subnets in one zone",
      changes: { publicSubnets: [subnet("subnet-3", "c")] },
      found: ["publicSubnetIds: all are in us-west-2c; an application load balancer needs two zones"],
    },
  ];
  for (const { what, changes, found } of cases) {
    it(`is refused with ${what}`, () => {
      assert.deepEqual(mistakes(changes), found);
    });
  }
});

describe("what AWS says of a VPC", () => {
  const config: ExistingNetworkConfig = (() => {
    const parsed = NetworkConfig.parse({
      kind: "existing",
      vpcId,
      privateSubnetIds: ["subnet-00000001", "subnet-00000002"],
    });
    return parsed.kind === "existing" ? parsed : assert.fail("not an existing network");
  })();
  const answers = {
    "aws:ec2/getVpc:getVpc": ({ id }: Readonly<Record<string, unknown>>) => ({
      id,
      cidrBlock: "10.8.0.0/16",
      cidrBlockAssociations: [{ cidrBlock: "10.8.0.0/16" }, { cidrBlock: "100.64.0.0/16" }],
      enableDnsHostnames: true,
      enableDnsSupport: true,
    }),
    "aws:ec2/getSubnet:getSubnet": ({ id }: Readonly<Record<string, unknown>>) => ({
      ...subnet(String(id), String(id).endsWith("1") ? "a" : "b"),
    }),
  };

  it("is what is checked", async () => {
    const facts = await asking(answers, (provider) => inspectExistingVpc(config, productionSite, provider));
    assert.deepEqual(facts, {
      ...fine,
      cidrBlocks: ["10.8.0.0/16", "100.64.0.0/16"],
      privateSubnets: [subnet("subnet-00000001", "a"), subnet("subnet-00000002", "b")],
      publicSubnets: [],
    });
    checkExistingVpc(facts);
  });

  it("is asked for again by its id where AWS doesn't know it", async () => {
    const unknown = {
      ...answers,
      "aws:ec2/getVpc:getVpc": () => {
        // The engine hands a provider's message on as `details`.
        throw Object.assign(new Error(), { details: "no matching VPC" });
      },
    };
    await assert.rejects(
      asking(unknown, (provider) => inspectExistingVpc(config, productionSite, provider)),
      (error: unknown) =>
        error instanceof UserError &&
        error.exitCode === 1 &&
        error.message.includes(`AWS did not describe VPC ${vpcId}, which Pulumi.prod.yaml names`) &&
        error.message.includes("no matching VPC"),
    );
  });
});
