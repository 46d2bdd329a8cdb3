import { namespacePlaceholder } from "../../contract";
import type { Manifest } from "../../manifests";
import { authorizationPolicy, requestAuthentication } from "../../istio";
import { GROUPS_CLAIM, USER_HEADER } from "../../istio";
import type { Context } from "../part";
import { gatewaysOf, PROBE_PATHS } from "../../istio";
import { signOnOf } from "./sign-on";

/** What `{{tenant.<name>}}` stands for, as contract/tenants.ts has it. */
export type TenantValues = Readonly<
  Record<string, { readonly otherwise: string; readonly of: Record<string, string> }>
>;

/**
 * Who gets at what in a tenant's namespace beyond its owner and contributors, as templates (contract/tenants.ts):
 * what no request for a model may lack, whatever other policies allow; groups and administrators.
 */
export function tenantAccessPolicies(context: Context): Manifest[] {
  return [...(context.has("kserve") ? modelPolicies(context) : []), ...roleBindings(context)];
}

/** What differs between tenants in {@link tenantAccessPolicies}: groups that count in some namespaces only. */
export function tenantAccessValues({ config }: Pick<Context, "config">): TenantValues {
  return Object.fromEntries(
    config.signOn.groups.flatMap(({ name, namespaces }, index) =>
      namespaces === undefined
        ? []
        : [
            [
              valueName(index),
              { otherwise: nobody, of: Object.fromEntries(namespaces.map((namespace) => [namespace, name])) },
            ] as const,
          ],
    ),
  );
}

const namespace = namespacePlaceholder;

/** A group that no identity provider can have: `system:` is Kubernetes' own, and configuration refuses such a name. */
const nobody = "system:nobody";

/** Pods of any InferenceService that answer its callers. */
const predictors = { component: "predictor" };

/**
 * All gateways count for both modes here: an InferenceService may choose its own, and upstream's policy for the
 * tenant's owner doesn't tell them apart.
 */
const { gateways, probing } = gatewaysOf("Knative");
const through = [...gateways, ...probing];

function modelPolicies(context: Context): Manifest[] {
  const { groups } = context.config.signOn;
  const callers = groups.flatMap((group, index) => (group.role === "view" ? [] : [subject(group, index)]));
  const to = [{ notPaths: PROBE_PATHS }];
  return [
    authorizationPolicy({
      name: "models-known-callers",
      namespace,
      action: "DENY",
      selector: predictors,
      rules: [
        // Plain text, which no identity comes with.
        { from: [{ notPrincipals: ["*"] }], to },
        // Pods of other namespaces come with a token through a gateway, or not at all.
        { from: [{ notPrincipals: through, notNamespaces: [namespace] }], to },
        // Whom a gateway hasn't asked for a token.
        {
          from: [{ principals: through }],
          to,
          when: [{ key: `request.headers[${USER_HEADER}]`, notValues: ["*"] }],
        },
      ],
    }),
    ...(callers.length === 0
      ? []
      : [
          requestAuthentication("models-groups", namespace, predictors, signOnOf(context).tokenIssuers),
          authorizationPolicy({
            name: "models-groups",
            namespace,
            action: "ALLOW",
            selector: predictors,
            rules: [{ from: [{ principals: through }], when: [{ key: GROUPS_CLAIM, values: callers }] }],
          }),
        ]),
  ];
}

/**
 * RoleBindings rather than ClusterRoleBindings: `all` is all tenants, not the platform's own namespaces. They have none
 * of the annotations by which the dashboard's access management knows its own, so that it neither shows nor takes away
 * what configuration gives.
 */
function roleBindings({ config }: Context): Manifest[] {
  const { admins, groups } = config.signOn;
  return [
    ...(admins.length === 0 ? [] : [roleBinding("kubeflow-administrators", "admin", admins.map(user))]),
    ...groups.map((group, index) =>
      roleBinding(`group-${index}-${group.role}`, group.role, [
        { apiGroup: rbac, kind: "Group", name: subject(group, index) },
      ]),
    ),
  ];
}

const rbac = "rbac.authorization.k8s.io";

function user(name: string) {
  return { apiGroup: rbac, kind: "User", name };
}

function roleBinding(name: string, role: string, subjects: ReturnType<typeof user>[]): Manifest {
  return {
    apiVersion: `${rbac}/v1`,
    kind: "RoleBinding",
    metadata: { name, namespace },
    roleRef: { apiGroup: rbac, kind: "ClusterRole", name: `kubeflow-${role}` },
    subjects,
  };
}

function subject({ name, namespaces }: Context["config"]["signOn"]["groups"][number], index: number): string {
  return namespaces === undefined ? name : `{{tenant.${valueName(index)}}}`;
}

function valueName(index: number): string {
  return `group${index}`;
}
