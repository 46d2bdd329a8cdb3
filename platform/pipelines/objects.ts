import { isObject, objectKey, on, type Transform } from "../../manifests";

/** An object of the namespace kubeflow. */
export function inKubeflow({ kind, name }: { readonly kind: string; readonly name: string }) {
  return { kind, name, namespace: "kubeflow" };
}

/**
 * Sets keys of a ConfigMap of the release that has them.
 *
 * @param added those among them that it may lack
 * @throws Error naming the keys that it has not: what the release calls by another name would stay as upstream set it
 */
export function withData(
  name: string,
  values: Readonly<Record<string, string>>,
  added: readonly string[] = [],
): Transform {
  return on(inKubeflow({ kind: "ConfigMap", name }), (manifest) => {
    const data = isObject(manifest.data) ? manifest.data : {};
    const missing = Object.keys(values).filter((key) => !(key in data) && !added.includes(key));
    if (missing.length > 0) {
      throw new Error(`${objectKey(manifest)} of this release has no ${missing.join(", ")} to replace`);
    }
    return { ...manifest, data: { ...data, ...values } };
  });
}
