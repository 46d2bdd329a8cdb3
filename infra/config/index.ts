import * as pulumi from "@pulumi/pulumi";
import { parseConfig } from "../../config/load";
import { projects } from "../../contract/projects";
import { awsMistakes } from "../guard";
import { AwsInfraConfig } from "./aws";
import { LocalInfraConfig } from "./local";

export { AwsInfraConfig } from "./aws";
export { LocalInfraConfig } from "./local";

/** What keys allow, and then, where each is right by itself, what they allow together. */
const guarded = AwsInfraConfig.superRefine(
  (config, context) => {
    for (const { path, message } of awsMistakes(config)) {
      context.addIssue({ code: "custom", path: [...path], message });
    }
  },
  { when: ({ issues }) => issues.length === 0 },
);

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
  const key = `${projects.infra}:cluster`;
  const cluster = all[key];
  if (isEks(cluster)) {
    return parseConfig(guarded, projects.infra, stack, all);
  }
  // Of an unknown kind nobody can tell which other keys there are, so it is the only mistake.
  const judged = cluster === undefined || isKnownKind(cluster) ? all : { [key]: cluster };
  return parseConfig(LocalInfraConfig, projects.infra, stack, judged);
}

/** Tells the two kinds of configuration apart. */
export function isAws(config: InfraConfig): config is AwsInfraConfig {
  return config.cluster.kind === "eks";
}

function isKnownKind(cluster: string): boolean {
  return /"kind"\s*:\s*"(simulated|existing|kind)"/.test(cluster);
}

function isEks(cluster: string | undefined): boolean {
  return cluster !== undefined && /"kind"\s*:\s*"eks"/.test(cluster);
}
