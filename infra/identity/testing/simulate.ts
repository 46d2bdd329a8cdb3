import { runSimulation, type EvaluationResult, type Simulation } from "@cloud-copilot/iam-simulate";
import { iamArnOf } from "../../site";
import { clusterArn } from "../names";
import { policyText, type PolicyDocument } from "../policy-document";
import type { RoleKey } from "../roles";
import { roleOf, site } from "./sample";

/** Asks a simulator of IAM whether a request goes through; no program imports it. */

/** A request of a pod. */
export interface Request {
  /** Whose role the pod has. */
  readonly role: RoleKey | "tenant";
  /** `service:Action`. */
  readonly action: string;
  /** ARN that it acts on; `*` for actions that have no resource. */
  readonly resource: string;
  /** Context keys beside those that every session has. */
  readonly context?: Readonly<Record<string, string | string[]>>;
  /** Session tags; default: those that EKS Pod Identity sets for the namespace `team`. */
  readonly sessionTags?: Readonly<Record<string, string>>;
  /** Policy of the resource; the data key has one without asking. */
  readonly resourcePolicy?: object;
}

/**
 * What IAM answers. Throws where the request itself is wrong, or says something that the action's conditions can't
 * see: a refusal would then prove nothing.
 */
export function simulate(request: Request): Promise<EvaluationResult> {
  const role = roleOf(request.role);
  const { action, resource } = request;
  const tags = prefixed("aws:PrincipalTag", request.sessionTags ?? podTags("team"));
  return checkedResult({
    request: {
      principal: `arn:${site.partition}:sts::${site.accountId}:assumed-role/${role.roleName}/eks-pod`,
      action,
      resource: { resource, accountId: site.accountId },
      contextVariables: contextWithStandIns({ ...tags, ...request.context }),
    },
    identityPolicies: [{ name: "permissions", policy: policyWithStandIns(role.permissions) }],
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    resourcePolicy: request.resourcePolicy ?? (action.startsWith("kms:") ? keyPolicy : undefined),
  });
}

/** What STS answers EKS when it wants a role for a pod. */
export function simulateTrust(
  role: RoleKey | "tenant",
  requestTags: Readonly<Record<string, string>>,
  sourceAccount: string = site.accountId,
): Promise<EvaluationResult> {
  const { roleName, trust } = roleOf(role);
  return checkedResult({
    request: {
      principal: "pods.eks.amazonaws.com",
      action: "sts:AssumeRole",
      resource: { resource: iamArnOf(site, `role/${roleName}`), accountId: site.accountId },
      contextVariables: { ...prefixed("aws:RequestTag", requestTags), "aws:SourceAccount": sourceAccount },
    },
    identityPolicies: [],
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    resourcePolicy: trust,
  });
}

async function checkedResult(simulation: Simulation): Promise<EvaluationResult> {
  const { action, resource } = simulation.request;
  const response = await runSimulation(simulation, {});
  if (response.resultType !== "single") {
    const why = response.resultType === "error" ? response.errors.message : "wildcards in the resource";
    throw new Error(`${action} on ${resource.resource} can't be simulated: ${why}`);
  }
  const ignored = response.result.ignoredContextKeys ?? [];
  if (ignored.length > 0) {
    throw new Error(`${action} on ${resource.resource} has no context keys ${ignored.join(", ")}`);
  }
  return response.overallResult;
}

/** Session tags that EKS Pod Identity sets for a pod of the cluster. */
export function podTags(namespace: string, cluster = clusterArn(site)): Record<string, string> {
  return {
    "eks-cluster-arn": cluster,
    "kubernetes-namespace": namespace,
    "kubernetes-service-account": "default-editor",
  };
}

/**
 * The simulator knows no context keys with a variable after a colon, and would leave them out of a request. So each
 * of these goes by the name of another text key of the same actions, in the policy and in the request alike.
 */
const standIns = {
  "kms:EncryptionContext:aws:s3:arn": "kms:RequestAlias",
  "kms:EncryptionContext:aws:sns:topicArn": "kms:CallerAccount",
} as const;

function withStandIns(text: string): string {
  return Object.entries(standIns).reduce((result, [key, other]) => result.replaceAll(key, other), text);
}

function policyWithStandIns(document: PolicyDocument): unknown {
  return JSON.parse(withStandIns(policyText(document)));
}

function contextWithStandIns<Value>(context: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(context).map(([key, value]) => [withStandIns(key), value]));
}

function prefixed(prefix: string, tags: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [`${prefix}/${key}`, value]));
}

/** A key policy that leaves it to IAM, as KMS makes it by default. */
const keyPolicy = {
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { AWS: `arn:${site.partition}:iam::${site.accountId}:root` },
      Action: "kms:*",
      Resource: "*",
    },
  ],
};
