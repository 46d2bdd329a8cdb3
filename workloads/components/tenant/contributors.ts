import { UserError } from "../../../config/errors";
import { GATEWAYS, principal, USER_HEADER } from "../../../istio";
import type { Contributor } from "./tenant-args";

const rbac = "rbac.authorization.k8s.io";

/** Who may hand a contributor's request on: the gateway, and the Pipelines UI that shows artifacts. */
const handingOn = [GATEWAYS.ingress, principal("kubeflow", "ml-pipeline-ui")];

/** What e-mail addresses look like, as far as it matters here. */
const address = /^[^\s@]+@[^\s@]+$/;

/**
 * The name that the dashboard's access management gives to what it makes for a person and a role; it finds its own by
 * this name alone (`getBindingName` of kfam/bindings.go, Kubeflow 1.10).
 */
export function bindingName(email: string, role: "edit" | "view"): string {
  // Twice, as there: the address by itself, then all of it. The second pass joins what the first one left beside dashes.
  const person = email.replace(/[^a-zA-Z0-9]+/g, "-");
  return `user-${person}-clusterrole-${role}`.toLowerCase().replace(/[^a-z0-9]+/g, "-");
}

/**
 * The two objects of a contributor, as the dashboard's access management makes them (`Create` of kfam/bindings.go,
 * Kubeflow 1.10): rights in Kubernetes, and the way through the mesh.
 */
export function contributorObjects(namespace: string, { email, role = "edit" }: Contributor) {
  const metadata = { name: bindingName(email, role), namespace, annotations: { user: email, role } };
  return {
    roleBinding: {
      metadata,
      roleRef: { apiGroup: rbac, kind: "ClusterRole", name: `kubeflow-${role}` },
      subjects: [{ apiGroup: rbac, kind: "User", name: email }],
    },
    authorizationPolicy: {
      apiVersion: "security.istio.io/v1",
      kind: "AuthorizationPolicy",
      metadata,
      spec: {
        rules: [
          {
            from: [{ source: { principals: handingOn } }],
            when: [{ key: `request.headers[${USER_HEADER}]`, values: [email] }],
          },
        ],
      },
    },
  };
}

/**
 * Checks the people of a tenant.
 *
 * @param label who asks, for messages: `tenant "team-a"`
 * @throws UserError for what is no address, or somebody who is named twice
 */
export function checkPeople(label: string, owner: string, contributors: readonly Contributor[]): void {
  for (const email of [owner, ...contributors.map((contributor) => contributor.email)]) {
    if (!address.test(email)) {
      throw new UserError(
        `${label}: "${email}" is no e-mail address; people are known by the one that the identity provider reports`,
      );
    }
  }
  const seen = new Map<string, string>();
  for (const { email } of contributors) {
    if (email.toLowerCase() === owner.toLowerCase()) {
      throw new UserError(
        `${label}: contributors name ${email}, who owns it and may do all that they may`,
        "take that entry out",
      );
    }
    // The role is not part of it: one person has one.
    const key = bindingName(email, "edit");
    const other = seen.get(key);
    if (other !== undefined) {
      throw other === email
        ? new UserError(`${label}: contributors name ${email} twice`, "leave one entry, with one role")
        : new UserError(
            `${label}: ${email} and ${other} differ in signs only, which the dashboard's access management doesn't tell apart`,
            "name one of them",
          );
    }
    seen.set(key, email);
  }
}
