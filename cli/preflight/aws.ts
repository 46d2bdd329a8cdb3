import { execFile } from "node:child_process";
import { promisify } from "node:util";
import * as z from "zod";
import { childEnvironment } from "../../config/environment";
import { messageOf } from "../../config/errors";
import { checkKubernetesVersion } from "../../infra/cluster/versions";
import { type AwsInfraConfig, isAws } from "../../infra/config";
import { placeholderMistakes } from "../../infra/edge/rules";
import { locateTools } from "../../toolchain";
import { enginesWords } from "../engine/trouble";
import { localEnvironment } from "../environments";
import { downloadHostAnswers, missingPlugins, userPulumiHome } from "../settings/plugins";
import type { Check, Finding, PreflightContext } from "./check";
import { withoutLinks } from "./tools";

const run = promisify(execFile);
const patience = 15_000;

/** Providers of an environment on AWS; the engine installs them by itself where it can download them. */
const PLUGINS = ["aws", "awsx", "eks", "kubernetes", "random"] as const;

/** The account that AWS' documentation, and this repository's examples, use. */
const EXAMPLE_ACCOUNT = "111122223333";

const isElsewhere = ({ name }: PreflightContext): boolean => name !== localEnvironment;
const onAws = (context: PreflightContext): boolean => awsOf(context) !== undefined;

/** Checks of what an environment on AWS needs besides. */
export const awsChecks: readonly Check[] = [
  { name: "Pulumi login", applies: isElsewhere, run: checkLogin },
  { name: "Examples", applies: onAws, run: checkExamples },
  { name: "Kubernetes", applies: onAws, run: checkKubernetes },
  { name: "AWS", applies: onAws, run: checkCredentials },
  { name: "Plugins", applies: onAws, run: checkPlugins },
];

function awsOf({ configuration }: PreflightContext): AwsInfraConfig | undefined {
  const infra = configuration?.infra;
  return infra !== undefined && isAws(infra) ? infra : undefined;
}

async function checkLogin({ environment, repository, name }: PreflightContext): Promise<Finding> {
  const [pulumi] = await locateTools(["pulumi"], withoutLinks(environment, repository));
  if (pulumi?.path === undefined) {
    return { result: "warning", text: "can't be checked before the pulumi CLI is there" };
  }
  try {
    const { stdout } = await run(pulumi.path, ["whoami", "--verbose", "--non-interactive"], {
      timeout: patience,
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

/** The files of the repository name an account and a domain that belong to nobody. */
function checkExamples(context: PreflightContext): Finding {
  const infra = awsOf(context);
  const left = [
    ...(infra?.accountId === EXAMPLE_ACCOUNT ? [`kubeflow-infra:accountId is ${EXAMPLE_ACCOUNT}`] : []),
    ...placeholderMistakes(infra?.edge).map(
      ({ path, message }) => `kubeflow-infra:${path.join(".")}: ${message}`,
    ),
  ];
  return left.length === 0
    ? { result: "ok", text: "none left" }
    : {
        result: "mistake",
        text: `Pulumi.${context.name}.yaml still has values of the example: ${left.join("; ")}`,
        wayOut: `put in your own; the beginning of Pulumi.${context.name}.yaml says which`,
      };
}

function checkKubernetes(context: PreflightContext): Finding {
  const version = awsOf(context)?.cluster.kubernetesVersion ?? "";
  const { refusal, warning } = checkKubernetesVersion(version, new Date());
  if (refusal !== undefined) {
    return { result: "mistake", text: refusal, wayOut: "set kubeflow-infra:cluster.kubernetesVersion" };
  }
  return warning === undefined
    ? { result: "ok", text: version }
    : { result: "warning", text: warning, wayOut: "set kubeflow-infra:cluster.kubernetesVersion" };
}

const Identity = z.object({ Account: z.string(), Arn: z.string() });

/** The EKS plugin calls the aws CLI, even in a preview, and so does every kubeconfig: it has to be there. */
async function checkCredentials(context: PreflightContext): Promise<Finding> {
  const infra = awsOf(context);
  const region = infra?.region ?? "us-east-1";
  try {
    const { stdout } = await run(
      "aws",
      ["sts", "get-caller-identity", "--output", "json", "--region", region],
      {
        timeout: patience,
        env: childEnvironment(),
      },
    );
    const { Account: account, Arn: arn } = Identity.parse(JSON.parse(stdout));
    return account === infra?.accountId
      ? { result: "ok", text: `${arn} in ${region}` }
      : {
          result: "failure",
          text: `the credentials here are ${arn}, of account ${account}; Pulumi.${context.name}.yaml is for ${infra?.accountId ?? ""}`,
          wayOut:
            "take credentials of that account: AWS_PROFILE, aws sso login, or a role; or set kubeflow-infra:accountId",
        };
  } catch (error) {
    return isMissing(error)
      ? {
          result: "failure",
          text: "the aws CLI is not on PATH: Pulumi's EKS plugin and the cluster's kubeconfig call it",
          wayOut: "install the AWS CLI, version 2",
        }
      : {
          result: "failure",
          text: `AWS doesn't know who this is: ${lastLine(messageOf(error))}`,
          wayOut: "aws sso login, or set AWS_PROFILE, or take a role; no key belongs into this repository",
        };
  }
}

async function checkPlugins({ repository }: PreflightContext): Promise<Finding> {
  const missing = missingPlugins(repository.root, PLUGINS, [userPulumiHome()]);
  if (missing.length === 0) {
    return { result: "ok", text: `${PLUGINS.length} providers installed` };
  }
  const names = missing.map(({ name, version }) => `${name} ${version}`).join(", ");
  return (await downloadHostAnswers())
    ? { result: "ok", text: `to get: ${names}` }
    : {
        result: "failure",
        text: `provider plugins are missing and can't be downloaded from here: ${names}`,
        wayOut: `on a machine with internet: ${missing.map(({ name, version }) => `pulumi plugin install resource ${name} ${version}`).join("; ")}; then copy ~/.pulumi/plugins`,
      };
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? text;
}
