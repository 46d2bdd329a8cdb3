import { createRequire } from "node:module";
import type { Exported, InfraOutputs } from "../contract";
import type * as aws from "./aws-infra";
import { isAws, loadInfraConfig } from "./config";
import { localInfra } from "./local-infra";

/** Loads the AWS half when it is asked for: its SDKs take a second, which `local` doesn't wait for. */
const load: (file: "./aws-infra") => typeof aws = createRequire(__filename);

/** The infra stack: a cluster and what Kubeflow needs around it, on AWS or on this machine. */
export = async (): Promise<Exported<InfraOutputs>> => {
  const config = loadInfraConfig();
  return isAws(config) ? load("./aws-infra").awsInfra(config) : localInfra(config);
};
