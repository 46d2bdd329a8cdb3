import type { Transform } from "../../manifests";

/** Changes a ConfigMap behind whose name kustomize has put a digest of upstream's content. */
export function onGenerated(namespace: string, name: string, change: Transform): Transform {
  const pattern = new RegExp(`^${name}-[a-z0-9]{10}$`);
  return (manifest) =>
    manifest.kind === "ConfigMap" &&
    manifest.metadata.namespace === namespace &&
    pattern.test(manifest.metadata.name)
      ? change(manifest)
      : manifest;
}
