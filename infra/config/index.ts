import * as pulumi from "@pulumi/pulumi";
import { parseConfig } from "../../config/load";
import { projects } from "../../contract/projects";
import { AwsInfraConfig } from "./aws";
import { LocalInfraConfig } from "./local";

export { AwsInfraConfig } from "./aws";
export { LocalInfraConfig } from "./local";

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
    ? parseConfig(AwsInfraConfig, projects.infra, stack, all)
    : parseConfig(LocalInfraConfig, projects.infra, stack, all);
}

/** Tells the two kinds of configuration apart. */
export function isAws(config: InfraConfig): config is AwsInfraConfig {
  return config.cluster.kind === "eks";
}

function isEks(cluster: string | undefined): boolean {
  return cluster !== undefined && /"kind"\s*:\s*"eks"/.test(cluster);
}
