import type { Exported, InfraOutputs } from "../contract";
import type { AwsInfraConfig } from "./config";

/** Infra on AWS. */
export function awsInfra(config: AwsInfraConfig): Promise<Exported<InfraOutputs>> {
  return Promise.reject(new Error(config.region));
}
