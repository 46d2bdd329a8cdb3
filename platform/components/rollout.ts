import { createHash } from "node:crypto";
import { type Json, type Transform } from "../../manifests";
import { onPod } from "./environment-variables";

/** The annotation of pods with the digest of what they read once, when they start. */
export const digestAnnotation = "kubeflow-on-aws/configuration-digest";

/**
 * Marks the pods of Deployments that refer to a configuration with its digest: where it changes, such as a database's
 * host after a restore, they are replaced; by themselves they would go on with what they read.
 *
 * @param refersTo what stands in their spec, such as the name of a ConfigMap
 * @param configuration what the configuration is set to
 */
export function rolledOutWith(refersTo: readonly string[], configuration: Json): Transform {
  const digest = createHash("sha256").update(JSON.stringify(configuration)).digest("hex");
  return (manifest) => {
    const { kind, metadata, spec } = manifest;
    const text = kind === "Deployment" ? JSON.stringify(spec) : "";
    if (!refersTo.some((name) => text.includes(`"${name}"`))) {
      return manifest;
    }
    const target = { kind, name: metadata.name, namespace: metadata.namespace ?? "" };
    return onPod(target, (parts) => ({
      ...parts,
      annotations: { ...parts.annotations, [digestAnnotation]: digest },
    }))(manifest);
  };
}
