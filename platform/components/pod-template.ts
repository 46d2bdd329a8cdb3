import * as crypto from "node:crypto";
import { isObject, type Json, type JsonObject, objectKey, on, type Transform } from "../../manifests";

/** Which workload is changed. */
export type Workload = Parameters<typeof on>[0];

/** Annotation of pods: a digest of the configuration that they read when they start. */
export const configDigest = "kubeflow-on-aws/config-digest";

/**
 * Changes the pod template of a workload.
 *
 * @throws Error where the release's object has none
 */
export function changePods(target: Workload, change: (template: JsonObject) => JsonObject): Transform {
  return on(target, (manifest) => {
    const { spec } = manifest;
    if (!isObject(spec) || !isObject(spec.template)) {
      throw new Error(`${objectKey(manifest)} has no pod template`);
    }
    return { ...manifest, spec: { ...spec, template: change(spec.template) } };
  });
}

/** New pods for a workload whenever what it reads at its start is another: an annotation with a digest of it. */
export function restartsWith(target: Workload, read: Json): Transform {
  const digest = crypto.createHash("sha256").update(JSON.stringify(read)).digest("hex").slice(0, 16);
  return changePods(target, (template) => {
    const metadata = isObject(template.metadata) ? template.metadata : {};
    const annotations = isObject(metadata.annotations) ? metadata.annotations : {};
    return {
      ...template,
      metadata: { ...metadata, annotations: { ...annotations, [configDigest]: digest } },
    };
  });
}
