import * as pulumi from "@pulumi/pulumi";
import { parseConfig } from "../../config/load";
import { projects } from "../../contract/projects";
import { awsMistakes } from "../guard";
import { AwsInfraConfig } from "./aws";
import { LocalInfraConfig } from "./local";

export { AwsInfraConfig } from "./aws";
export { LocalInfraConfig } from "./local";

/** What keys allow, and then what they allow together. */
const guarded = AwsInfraConfig.superRefine((config, context) => {
  for (const { path, message } of awsMistakes(config)) {
    context.addIssue({ code: "custom", path: [...path], message });
  }
});

/** Infra's configuration: of a cluster on AWS, or of one that needs no AWS. */
export type InfraConfig = LocalInfraConfig | AwsInfraConfig;

/**
 * Reads infra's configuration.
 *
 * @throws UserError naming each wrong key, its value and what is allowed
 */
export function loadInfraConfig(): InfraConfig {
  return parseInfraConfig(pulumi.getStack(), pulumi.runtime.allConfig());
}

/** The pure part of {@link loadInfraConfig}: which keys there are depends on the kind of the cluster. */
export function parseInfraConfig(stack: string, all: Record<string, string>): InfraConfig {
  return isEks(all[`${projects.infra}:cluster`])
    ? parseConfig(guarded, projects.infra, stack, all)
    : parseConfig(LocalInfraConfig, projects.infra, stack, all);
}

/** Tells the two kinds of configuration apart. */
export function isAws(config: InfraConfig): config is AwsInfraConfig {
  return config.cluster.kind === "eks";
}

function isEks(cluster: string | undefined): boolean {
  return cluster !== undefined && /"kind"\s*:\s*"eks"/.test(cluster);
}
