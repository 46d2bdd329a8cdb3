/** Values that a mocked AWS gives: of the right form, the same ones each time. */

const REGION = "us-west-2";
const ACCOUNT = "111122223333";

/** What a resource's provider would add to its inputs, by the resource's type. */
const states: Readonly<
  Record<string, (name: string, inputs: Readonly<Record<string, unknown>>) => Record<string, unknown>>
> = {
  "awsx:ec2:Vpc": () => ({
    vpcId: "vpc-0123456789abcdef0",
    privateSubnetIds: ["subnet-0a", "subnet-0b", "subnet-0c"],
    publicSubnetIds: ["subnet-1a", "subnet-1b", "subnet-1c"],
  }),
  "eks:index:Cluster": (name) => ({
    clusterSecurityGroupId: "sg-0123456789abcdef0",
    nodeSecurityGroupId: "sg-0123456789abcdef1",
    kubeconfigJson: "{}",
    oidcIssuer: `oidc.eks.${REGION}.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF`,
    oidcProviderUrl: `https://oidc.eks.${REGION}.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF`,
    core: {
      endpoint: `https://0123456789ABCDEF0123456789ABCDEF.gr7.${REGION}.eks.amazonaws.com`,
      cluster: { name },
    },
  }),
};

/** The state that the mocked engine answers when a resource is registered. */
export function resourceState(
  type: string,
  name: string,
  inputs: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return { ...arnsOf(type, name, inputs), ...inputs, ...states[type]?.(name, inputs) };
}

/** What the mocked AWS answers when a program asks it something. */
export function callResult(
  token: string,
  inputs: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return calls[token]?.(inputs) ?? {};
}

const calls: Readonly<
  Record<string, (inputs: Readonly<Record<string, unknown>>) => Record<string, unknown>>
> = {
  "aws:index/getCallerIdentity:getCallerIdentity": () => ({ accountId: ACCOUNT }),
};

function arnsOf(
  type: string,
  name: string,
  inputs: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  if (!type.startsWith("aws:")) {
    return {};
  }
  const [, moduleName = ""] = type.split(":");
  const [service = ""] = moduleName.split("/");
  const physical = typeof inputs.name === "string" ? inputs.name : name;
  switch (service) {
    case "iam": {
      const kind = (type.split(":")[2] ?? "").toLowerCase();
      return { arn: `arn:aws:iam::${ACCOUNT}:${kind}/${physical}`, name: physical };
    }
    case "s3":
      return { arn: `arn:aws:s3:::${typeof inputs.bucket === "string" ? inputs.bucket : physical}` };
    case "kms":
      return {
        arn: `arn:aws:kms:${REGION}:${ACCOUNT}:key/00000000-0000-0000-0000-${String(physical.length).padStart(12, "0")}`,
      };
    default:
      return { arn: `arn:aws:${service}:${REGION}:${ACCOUNT}:${physical}` };
  }
}
