import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { childEnvironment } from "../../config/environment";
import { messageOf } from "../../config/errors";
import { enginesWords } from "../engine/trouble";
import { localEnvironment } from "../environments";
import { locateTools } from "../../toolchain";
import type { Check, Finding, PreflightContext } from "./check";
import { withoutLinks } from "./tools";

const run = promisify(execFile);
const loginPatience = 15_000;

const isAws = ({ name }: PreflightContext): boolean => name !== localEnvironment;

/** Checks of what an environment on AWS needs besides. */
export const awsChecks: readonly Check[] = [
  { name: "Pulumi login", applies: isAws, run: checkLogin },
  { name: "EKS", applies: ({ configuration }) => configuration?.infra.cluster.kind === "eks", run: checkEks },
];

async function checkLogin({ environment, repository, name }: PreflightContext): Promise<Finding> {
  const [pulumi] = await locateTools(["pulumi"], withoutLinks(environment, repository));
  if (pulumi?.path === undefined) {
    return { result: "warning", text: "can't be checked before the pulumi CLI is there" };
  }
  try {
    const { stdout } = await run(pulumi.path, ["whoami", "--verbose", "--non-interactive"], {
      timeout: loginPatience,
      env: childEnvironment({ PULUMI_SKIP_UPDATE_CHECK: "true" }),
    });
    const backend = /^Backend URL: (.*)$/m.exec(stdout)?.[1] ?? stdout.trim();
    return { result: "ok", text: `state of ${name} is kept at ${backend}` };
  } catch (error) {
    return {
      result: "failure",
      text: enginesWords(messageOf(error)),
      wayOut: "pulumi login, or set PULUMI_ACCESS_TOKEN or PULUMI_BACKEND_URL",
    };
  }
}

function checkEks({ name }: PreflightContext): Finding {
  return {
    result: "mistake",
    text: `Pulumi.${name}.yaml asks for an EKS cluster (kubeflow-infra:cluster.kind is "eks"), which this release can't make yet`,
    wayOut:
      'set kubeflow-infra:cluster to kind "existing" with kubeconfig and context of a cluster that you have',
  };
}
