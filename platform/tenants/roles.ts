import { isObject, type Json, objectKey, on, type Transform } from "../../manifests";

/**
 * Keeps contributors of a Profile, and with them every pod of it, from writing NetworkPolicies: these add up, so that
 * one of a tenant's own would open what the platform's closes. kubeflow-kubernetes-edit of release 26.03 lets them.
 *
 * @throws Error where the role has no such right any more, as another may have it then
 */
export const withoutNetworkPolicyRights: Transform = on(
  { kind: "ClusterRole", name: "kubeflow-kubernetes-edit" },
  (manifest) => {
    const rules = Array.isArray(manifest.rules) ? manifest.rules : [];
    const changed = rules.map(withoutRight);
    if (JSON.stringify(changed) === JSON.stringify(rules)) {
      throw new Error(
        `${objectKey(manifest)} has no right to networkpolicies: find out which role has it now`,
      );
    }
    return { ...manifest, rules: changed };
  },
);

function withoutRight(rule: Json): Json {
  return isObject(rule) && Array.isArray(rule.resources)
    ? { ...rule, resources: rule.resources.filter((resource) => resource !== "networkpolicies") }
    : rule;
}
