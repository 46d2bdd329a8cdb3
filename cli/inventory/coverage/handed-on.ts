import type { Made, Program } from "./program";
import { at } from "./tables";

/** Tags that something gets which AWS, or a component of another package, makes later. */
export interface HandedOn {
  /** The resource and what of it, for messages. */
  readonly where: string;
  readonly tags: unknown;
}

/** What each type hands tags on to: the provider's default tags stop at the resource itself. */
const PLACES: Readonly<Record<string, (inputs: unknown) => Readonly<Record<string, unknown>>>> = {
  "aws:ec2/launchTemplate:LaunchTemplate": (inputs) => {
    const specifications = listAt(inputs, "tagSpecifications");
    const tagsOf = (kind: string) =>
      at(
        specifications.find((one) => at(one, "resourceType") === kind),
        "tags",
      );
    return Object.fromEntries(LAUNCHED.map((kind) => [kind, tagsOf(kind)]));
  },
  "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate": (inputs) => ({
    repositories: at(inputs, "resourceTags"),
  }),
  "awsx:ec2:Vpc": (inputs) => ({
    vpc: at(inputs, "tags"),
    ...listed("subnets", listAt(inputs, "subnetSpecs")),
  }),
  "eks:index:Cluster": (inputs) => ({
    cluster: at(inputs, "tags"),
    ...listed("access entries", Object.values(at(inputs, "accessEntries") ?? {})),
  }),
};

/** What EC2 makes from a launch template. */
const LAUNCHED = ["instance", "volume", "network-interface"] as const;

/** All such tags of an environment: of launched instances, volumes, repositories, subnets and Karpenter's nodes. */
export function handedOn({ resources, outputs }: Program): HandedOn[] {
  const classes = (outputs.aws?.karpenter?.nodeClasses ?? []).map((one) => ({
    where: `node class ${String(at(one, "metadata", "name"))}`,
    tags: at(one, "spec", "tags"),
  }));
  return [...resources.flatMap(placesOf), ...classes];
}

function placesOf({ type, name, inputs }: Made): HandedOn[] {
  const places = isVolumeDriver(type, inputs)
    ? { volumes: volumeTags(inputs) }
    : (PLACES[type]?.(inputs) ?? {});
  return Object.entries(places).map(([what, tags]) => ({ where: `${type} ${name}: ${what}`, tags }));
}

function isVolumeDriver(type: string, inputs: unknown): boolean {
  return type === "aws:eks/addon:Addon" && at(inputs, "addonName") === "aws-ebs-csi-driver";
}

/** The driver makes volumes of claims, and tags them as its configuration says. */
function volumeTags(inputs: unknown): unknown {
  const configuration: unknown = JSON.parse(String(at(inputs, "configurationValues")));
  return at(configuration, "controller", "extraVolumeTags");
}

function listed(what: string, values: readonly unknown[]): Record<string, unknown> {
  return Object.fromEntries(values.map((value, index) => [`${what} ${index}`, at(value, "tags")]));
}

function listAt(inputs: unknown, key: string): readonly unknown[] {
  const value = at(inputs, key);
  return Array.isArray(value) ? value : [];
}
