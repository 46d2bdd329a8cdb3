import type { Json, JsonObject, Manifest } from "../../manifests";
import { tenantLabel } from "../queues/names";

/** What the API server itself refuses in tenants' namespaces, in its expression language (CEL). */
export interface AdmissionPolicyArgs {
  /** What is looked at: one kind, in one version, and how it is written. */
  readonly rule: {
    readonly group: string;
    readonly version: string;
    readonly resource: string;
    readonly operations: readonly ("CREATE" | "UPDATE")[];
  };
  /** Only objects with these labels. Default: all. */
  readonly objectSelector?: JsonObject;
  /** All must hold for a writing to be looked at, in this order. */
  readonly matchConditions: readonly { readonly name: string; readonly expression: string }[];
  /** What must hold of it, and what is said where it doesn't. */
  readonly validation: {
    readonly expression: string;
    readonly message: string;
    /** Takes the message's place where it can be made. Default: none. */
    readonly messageExpression?: string;
  };
}

/** A policy for the namespaces of Profiles, and what puts it in force. No webhook: nothing of ours has to run for it. */
export function admissionPolicy(name: string, args: AdmissionPolicyArgs): Manifest[] {
  const { group, version, resource, operations } = args.rule;
  return [
    {
      apiVersion: "admissionregistration.k8s.io/v1",
      kind: "ValidatingAdmissionPolicy",
      metadata: { name },
      spec: {
        failurePolicy: "Fail",
        matchConstraints: {
          matchPolicy: "Equivalent",
          namespaceSelector: { matchLabels: { [tenantLabel.key]: tenantLabel.value } },
          objectSelector: args.objectSelector ?? {},
          resourceRules: [
            {
              apiGroups: [group],
              apiVersions: [version],
              operations: [...operations],
              resources: [resource],
              scope: "*",
            },
          ],
        },
        matchConditions: args.matchConditions.map((condition): Json => ({ ...condition })),
        validations: [{ ...args.validation, reason: "Forbidden" }],
      },
    },
    {
      apiVersion: "admissionregistration.k8s.io/v1",
      kind: "ValidatingAdmissionPolicyBinding",
      metadata: { name },
      spec: { policyName: name, validationActions: ["Deny"] },
    },
  ];
}
