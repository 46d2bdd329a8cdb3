import * as pulumi from "@pulumi/pulumi";
import { InfraOutputs } from "../../../contract";
import { awsInfra } from "../../../infra/aws-infra";
import { type AwsInfraConfig, isAws, parseInfraConfig } from "../../../infra/config";
import {
  changedSettings,
  type Environment,
  trackedSettings,
} from "../../../infra/testing/bad-input/settings";
import { supportedDay } from "../../../infra/testing/mocks";
import { mockedAws } from "../../../infra/testing/placeholders";

/** A resource with what its inputs don't say. */
export interface Made {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Whether it is made, or the AWS resources inside of it are, by the environment's own AWS provider. */
  readonly byOwnProvider: boolean;
  /** Pulumi's own protection against deletion. */
  readonly protect: boolean;
}

/** What the infra program of an environment makes and exports. */
export interface Program {
  readonly config: AwsInfraConfig;
  /** All but our own components and providers. */
  readonly resources: readonly Made[];
  readonly outputs: InfraOutputs;
}

/**
 * Runs the infra program against a mocked AWS that has a VPC as well.
 *
 * @param base    the environment whose tracked file it is configured by
 * @param changes to infra's keys, see changedSettings
 */
export async function programOf(
  base: Environment,
  changes: Readonly<Record<string, unknown>>,
): Promise<Program> {
  const config = parseInfraConfig(base, changedSettings(trackedSettings(base), changes));
  if (!isAws(config)) {
    throw new Error(`${base} is not on AWS`);
  }
  const aws = mockedAws(config);
  const registered: Omit<Made, "byOwnProvider" | "protect">[] = [];
  const providers = new Map<string, string>();
  const live = new Map<string, pulumi.Resource>();
  const kept = new Set<string>();
  await pulumi.runtime.setMocks(
    {
      call: ({ token, inputs }: { token: string; inputs: object }) =>
        answers[token]?.(String(Reflect.get(inputs, "id"))) ?? aws.callResult(token, inputs),
      newResource: (args: { type: string; name: string; inputs: object; provider?: string }) => {
        const { type, name, provider = "" } = args;
        const inputs: Record<string, unknown> = { ...args.inputs };
        registered.push({ type, name, inputs });
        providers.set(`${type} ${name}`, provider);
        return { id: `${name}-id`, state: aws.resourceState(type, name, inputs) };
      },
    },
    "kubeflow-infra",
    base,
    false,
    "acme",
  );
  const outcome: unknown[] = [];
  const failures: unknown[] = [];
  await pulumi.runtime.runInPulumiStack(async () => {
    pulumi.runtime.registerStackTransformation(({ resource, type, name, opts }) => {
      live.set(`${type} ${name}`, resource);
      if (opts.protect === true) {
        kept.add(`${type} ${name}`);
      }
      return undefined;
    });
    try {
      const outputs: pulumi.Output<unknown> = pulumi.output(await awsInfra(config, supportedDay));
      outcome.push(
        await new Promise((resolve) => {
          outputs.apply(resolve);
        }),
      );
    } catch (error) {
      failures.push(error);
    }
    return {};
  });
  await pulumi.runtime.disconnect();
  for (const failure of failures) {
    throw failure;
  }
  const own = live.get("pulumi:providers:aws aws");
  const resources = registered
    .filter(({ type }) => !/^(kubeflow|pulumi):/.test(type))
    .map((one) => {
      const key = `${one.type} ${one.name}`;
      const byOwnProvider = isRemote(one.type)
        ? own !== undefined && live.get(key)?.getProvider("aws:index:any") === own
        : (providers.get(key) ?? "").endsWith("pulumi:providers:aws::aws::aws-id");
      return { ...one, byOwnProvider, protect: kept.has(key) };
    });
  return { config, resources, outputs: InfraOutputs.parse(outcome[0]) };
}

/** A component of another package: its plugin makes what is inside, with the providers that it is handed. */
export function isRemote(type: string): boolean {
  return /^(awsx|eks):/.test(type);
}

/** Id of the VPC that is there. Subnets' ids end with the letter of their zone. */
export const EXISTING_VPC = "vpc-0123456789abcdef0";

const answers: Readonly<Record<string, (id: string) => Record<string, unknown>>> = {
  "aws:ec2/getVpc:getVpc": (id) => ({
    id,
    cidrBlock: "10.8.0.0/16",
    cidrBlockAssociations: [{ cidrBlock: "10.8.0.0/16" }],
    enableDnsHostnames: true,
    enableDnsSupport: true,
  }),
  "aws:ec2/getSubnet:getSubnet": (id) => ({
    id,
    vpcId: EXISTING_VPC,
    cidrBlock: "10.8.0.0/20",
    availabilityZone: `us-west-2${id.slice(-1)}`,
    availabilityZoneId: `usw2-az${id.charCodeAt(id.length - 1) - 96}`,
    mapPublicIpOnLaunch: false,
    availableIpAddressCount: 4000,
  }),
};
