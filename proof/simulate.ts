import { runSimulation } from "@cloud-copilot/iam-simulate";

/** A request that an AWS service makes by itself, which only the resource's own policy can allow. */
export interface ServiceRequest {
  /** Such as `events.amazonaws.com`. */
  readonly service: string;
  /** `service:Action`. */
  readonly action: string;
  /** ARN that it acts on. */
  readonly resource: string;
  /** Account of the resource. */
  readonly accountId: string;
  /** Policy of the resource, as its API gives it back. */
  readonly policy: string;
  /** Context keys beside those that every service's request has. */
  readonly context: Readonly<Record<string, string>>;
}

/** Whether IAM lets a service's request through. */
export async function serviceMay(request: ServiceRequest): Promise<boolean> {
  const { service, action, resource, accountId, policy, context } = request;
  const resourcePolicy: unknown = JSON.parse(policy);
  const response = await runSimulation(
    {
      request: {
        principal: service,
        action,
        resource: { resource, accountId },
        contextVariables: {
          "aws:SecureTransport": "true",
          "aws:PrincipalIsAWSService": "true",
          ...context,
        },
      },
      identityPolicies: [],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy,
    },
    {},
  );
  if (response.resultType !== "single") {
    throw new Error(`${action} on ${resource} can't be simulated: ${JSON.stringify(response)}`);
  }
  return response.overallResult === "Allowed";
}
