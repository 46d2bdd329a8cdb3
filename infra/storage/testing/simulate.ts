import { type EvaluationResult, runSimulation } from "@cloud-copilot/iam-simulate";
import type { PolicyDocument } from "../policy-document";

/** Asks a simulator of IAM what a policy of a resource lets through; no program imports it. */

const ACCOUNT = "111122223333";

/** A request that reaches a resource with a policy of its own. */
export interface ResourceRequest {
  /** ARN of a role, or the name of an AWS service. */
  readonly principal: string;
  /** `service:Action`. */
  readonly action: string;
  /** ARN that it acts on, a resource of account 111122223333. */
  readonly resource: string;
  /** The resource's policy. */
  readonly policy: PolicyDocument;
  /** Context keys beside `aws:SecureTransport`, which is true unless it is given. */
  readonly context?: Readonly<Record<string, string>>;
}

/** What IAM answers, where the principal itself may do everything: only the resource's policy stands in its way. */
export async function askResource(request: ResourceRequest): Promise<EvaluationResult> {
  const { principal, action, resource } = request;
  const response = await runSimulation(
    {
      request: {
        principal,
        action,
        resource: { resource, accountId: ACCOUNT },
        contextVariables: { "aws:SecureTransport": "true", ...identity(principal), ...request.context },
      },
      identityPolicies: principal.startsWith("arn:")
        ? [
            {
              name: "everything",
              policy: {
                Version: "2012-10-17",
                Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
              },
            },
          ]
        : [],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy: request.policy,
    },
    {},
  );
  if (response.resultType !== "single") {
    throw new Error(`${action} on ${resource}: ${JSON.stringify(response)}`);
  }
  return response.overallResult;
}

/** What AWS says of who asks; the simulator leaves that to its caller. */
function identity(principal: string): Record<string, string> {
  if (!principal.startsWith("arn:")) {
    return { "aws:PrincipalIsAWSService": "true" };
  }
  const [, , , , account = ""] = principal.split(":");
  return {
    "aws:PrincipalArn": principal,
    "aws:PrincipalAccount": account,
    "aws:PrincipalIsAWSService": "false",
  };
}
