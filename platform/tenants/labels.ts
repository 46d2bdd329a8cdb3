import { parse, stringify } from "yaml";
import type { PlatformConfig } from "../config";
import type { TenantsConfig } from "../config/tenants";
import { nameIn } from "../names";
import { isObject, type Manifest, objectKey, type Transform } from "../../manifests";

/**
 * How strictly pods of a tenant are looked at. What does not meet `restricted` is always told: in the answer to who
 * made it (`warn`) and in the audit log.
 */
export function podSecurityLabels({ podSecurity }: Pick<TenantsConfig, "podSecurity">) {
  return {
    "pod-security.kubernetes.io/audit": "restricted",
    "pod-security.kubernetes.io/enforce": podSecurity,
    "pod-security.kubernetes.io/warn": "restricted",
  };
}

/** Labels of a tenant's namespace: those of release 26.03 (namespace-labels.yaml), by which its parts find tenants, and ours. */
export function namespaceLabels(config: Pick<TenantsConfig, "podSecurity">): Record<string, string> {
  return {
    "app.kubernetes.io/part-of": "kubeflow-profile",
    "katib.kubeflow.org/metrics-collector-injection": "enabled",
    "pipelines.kubeflow.org/enabled": "true",
    "serving.kubeflow.org/inferenceservice": "enabled",
    ...podSecurityLabels(config),
  };
}

/**
 * Gives the profile controller our labels. It puts them on namespaces that lack them and changes none.
 *
 * @throws Error where the release has labels that {@link namespaceLabels} doesn't know, so that none is lost unseen
 */
export function profileLabels({ release, tenants }: Pick<PlatformConfig, "release" | "tenants">): Transform {
  const labels = namespaceLabels(tenants);
  const name = nameIn(release, "namespaceLabels");
  return (manifest) => {
    if (manifest.kind !== "ConfigMap" || !manifest.metadata.name.startsWith(name)) {
      return manifest;
    }
    const unknown = Object.keys(labelsIn(manifest)).filter((label) => !(label in labels));
    if (unknown.length > 0) {
      throw new Error(`${objectKey(manifest)} has labels that are not known here: ${unknown.join(", ")}`);
    }
    return { ...manifest, data: { [file]: stringify(labels) } };
  };
}

const file = "namespace-labels.yaml";

function labelsIn(manifest: Manifest): object {
  const text = isObject(manifest.data) ? manifest.data[file] : undefined;
  const labels: unknown = typeof text === "string" ? parse(text) : undefined;
  if (!isObject(labels)) {
    throw new Error(`${objectKey(manifest)} has no ${file}`);
  }
  return labels;
}
