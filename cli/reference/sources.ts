import type * as z from "zod";
import { projects } from "../../contract/projects";
import { FrontDoorConfig } from "../../deployments/config";
import { AwsInfraConfig } from "../../infra/config/aws";
import { LocalInfraConfig } from "../../infra/config/local";
import { PlatformConfig } from "../../platform/config";
import { isAddon, partNames, parts } from "../../platform/parts";
import { WorkloadsConfig } from "../../workloads/config";
import type { Declaration } from "./comments";

/** A set of configuration keys: what is validated, where it is written down, what it is for. */
export interface Source extends Declaration {
  /** Pulumi project whose keys they are. */
  readonly project: string;
  /** Heading of its part of the reference. */
  readonly title: string;
  /** A sentence below it. */
  readonly introduction: string;
  readonly schema: z.ZodObject;
}

/** The sets of configuration keys, in the order of the reference. */
export const sourceNames = ["aws", "local", "platform", "workloads", "frontDoor"] as const;

/** A set of configuration keys. */
export type SourceName = (typeof sourceNames)[number];

/** Every set of configuration keys. */
export const sources: Readonly<Record<SourceName, Source>> = {
  aws: {
    project: projects.infra,
    title: "infra on AWS",
    introduction: "The keys of an environment whose `kubeflow-infra:cluster` is of kind `eks`.",
    schema: AwsInfraConfig,
    file: "infra/config/aws.ts",
    name: "AwsInfraConfig",
  },
  local: {
    project: projects.infra,
    title: "infra elsewhere",
    introduction:
      "The keys of an environment whose `kubeflow-infra:cluster` is of any other kind, or left out.",
    schema: LocalInfraConfig,
    file: "infra/config/local.ts",
    name: "LocalInfraConfig",
  },
  platform: {
    project: projects.platform,
    title: "platform",
    introduction: "Kubeflow: which release, which components, how people sign in.",
    schema: PlatformConfig,
    file: "platform/config/index.ts",
    name: "PlatformConfig",
  },
  workloads: {
    project: projects.workloads,
    title: "workloads",
    introduction: "Tenants, and the examples that run in them.",
    schema: WorkloadsConfig,
    file: "workloads/config.ts",
    name: "WorkloadsConfig",
  },
  frontDoor: {
    project: projects.frontDoor,
    title: "the front door",
    introduction: "What happens on a git push; see [deployments.md](deployments.md).",
    schema: FrontDoorConfig,
    file: "deployments/config.ts",
    name: "FrontDoorConfig",
  },
};

const switches: ReadonlyMap<string, string> = new Map(
  partNames.map((name) => {
    const part = parts[name];
    const needs = part.requires.length === 0 ? "" : ` Needs ${part.requires.join(", ")}.`;
    const [group, byDefault] = isAddon(part)
      ? ["addons", part.defaultText]
      : ["components", String(part.enabledByDefault ?? true)];
    return [`${projects.platform}:${group}.${name}`, `${part.title}.${needs} Default: ${byDefault}.`];
  }),
);

/** The switches of components and add-ons get their names from tables, where no JSDoc is. */
export function describeByName(path: string): string | undefined {
  return switches.get(path);
}
