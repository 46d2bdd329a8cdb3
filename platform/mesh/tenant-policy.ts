import { serviceAccountUser } from "../../istio";
import type { Manifest } from "../../manifests";
import { admissionPolicy } from "../tenants/admission-policy";

/** One of a policy's questions, in the expression language of the API server (CEL). */
interface Condition {
  readonly name: string;
  readonly expression: string;
}

/** What nobody but administrators may write in namespaces of Profiles. */
interface TenantPolicy {
  readonly name: string;
  readonly kind: string;
  /** Group and name of the kind, as roles say them; version v1. */
  readonly group: string;
  readonly resource: string;
  /** Which writings are looked at. All of them must hold, in this order. */
  readonly when: readonly Condition[];
  /** Which of those are let through, as an expression. */
  readonly unless: string;
  /** What the API server says after the object's name. One line, without quotes: the server takes no other. */
  readonly refusal: string;
}

/** The account of KServe's controller. Source: its Deployment in the release; the release tests hold it to it. */
export const kserve = serviceAccountUser("kubeflow", "kserve-controller-manager");

/** Whoever may change the platform's own Gateway takes nothing by an object of a tenant that was not in their hands before. */
const administersGateway =
  'authorizer.group("networking.istio.io").resource("gateways").namespace("kubeflow").check("update").allowed()';

/** How a refusal ends: who may all the same. */
export const administrators =
  "to whoever may update gateways.networking.istio.io in namespace kubeflow, everything";

/** The policy and what puts it in force. Administrators are those who may update the platform's Gateway. */
export function tenantPolicy(policy: TenantPolicy): Manifest[] {
  const { name, kind, group, resource, when, unless, refusal } = policy;
  return admissionPolicy(name, {
    rule: { group, version: "v1", resource, operations: ["CREATE", "UPDATE"] },
    matchConditions: [
      ...when,
      // After the cheap ones: the API server asks its authorizers, which may be a webhook.
      { name: "not-an-administrator", expression: `!${administersGateway}` },
    ],
    validation: {
      expression: unless,
      message: `${kind}${refusal}`,
      messageExpression: `"${kind} " + request.namespace + "/" + object.metadata.?name.orValue("") + "${refusal}"`,
    },
  });
}
