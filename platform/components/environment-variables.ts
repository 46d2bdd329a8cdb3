import {
  isObject,
  type Json,
  type JsonObject,
  type Manifest,
  objectKey,
  on,
  type Transform,
} from "../../manifests";

/** What an environment variable is set to; `undefined` removes it. */
type Setting = { readonly value: string } | { readonly valueFrom: JsonObject } | undefined;

/**
 * Sets and removes environment variables of a workload's first container.
 *
 * @throws Error where the release's object has no container, so that an override is never lost unseen
 */
export function setEnvironment(
  target: { kind: string; name: string; namespace: string },
  settings: Readonly<Record<string, Setting>>,
): Transform {
  return on(target, (manifest) => {
    const spec = objectIn(manifest, manifest.spec);
    const template = objectIn(manifest, spec.template);
    const podSpec = objectIn(manifest, template.spec);
    const [first, ...others] = Array.isArray(podSpec.containers) ? podSpec.containers : [];
    const container = objectIn(manifest, first);
    const kept = (Array.isArray(container.env) ? container.env : []).filter(
      (variable) => !(isObject(variable) && typeof variable.name === "string" && variable.name in settings),
    );
    const added = Object.entries(settings).flatMap(([name, setting]): Json[] =>
      setting === undefined ? [] : [{ name, ...setting }],
    );
    const containers = [{ ...container, env: [...kept, ...added] }, ...others];
    return { ...manifest, spec: { ...spec, template: { ...template, spec: { ...podSpec, containers } } } };
  });
}

function objectIn(manifest: Manifest, value: unknown): JsonObject {
  if (!isObject(value)) {
    throw new Error(`${objectKey(manifest)} has no pod template with a container`);
  }
  return value;
}
