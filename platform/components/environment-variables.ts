import {
  arrayOf,
  isObject,
  type Json,
  type JsonObject,
  type Manifest,
  objectKey,
  objectOf,
  on,
  type Transform,
} from "../../manifests";

/** Which workload a change is meant for. */
export interface WorkloadTarget {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
}

/** What an environment variable is set to; `undefined` removes it. */
export type Variable = { readonly value: string } | { readonly valueFrom: JsonObject } | undefined;

/** Environment variables by name. */
export type Variables = Readonly<Record<string, Variable>>;

/** The parts of a workload's pod that changes are about. */
export interface PodParts {
  /** The pod's spec but for its first container. */
  readonly podSpec: JsonObject;
  /** The first container. */
  readonly container: JsonObject;
  /** Annotations of the pod. */
  readonly annotations: JsonObject;
}

/**
 * Changes the pod template of a workload.
 *
 * @throws Error where the release's object has no container, so that a change is never lost unseen
 */
export function onPod(target: WorkloadTarget, change: (parts: PodParts) => PodParts): Transform {
  return on(target, (manifest) => {
    const spec = objectIn(manifest, manifest.spec);
    const template = objectIn(manifest, spec.template);
    const podSpec = objectIn(manifest, template.spec);
    const [first, ...others] = arrayOf(podSpec.containers);
    const metadata = objectOf(template.metadata);
    const before = objectOf(metadata.annotations);
    const changed = change({ podSpec, container: objectIn(manifest, first), annotations: before });
    const annotated = Object.keys(changed.annotations).length > 0;
    return {
      ...manifest,
      spec: {
        ...spec,
        template: {
          ...template,
          ...(annotated ? { metadata: { ...metadata, annotations: changed.annotations } } : {}),
          spec: { ...changed.podSpec, containers: [changed.container, ...others] },
        },
      },
    };
  });
}

/**
 * Sets and removes environment variables of a workload's first container.
 *
 * @throws Error where the release's object has no container, so that an override is never lost unseen
 */
export function setEnvironment(target: WorkloadTarget, settings: Variables): Transform {
  return onPod(target, (parts) => ({
    ...parts,
    container: { ...parts.container, env: withVariables(environmentOf(parts), settings) },
  }));
}

/**
 * Sets and removes variables that a workload's first container has already: what the release calls by another name
 * would stay as upstream set it.
 *
 * @throws Error naming those that it has not
 */
export function replaceEnvironment(target: WorkloadTarget, settings: Variables): Transform {
  const change = setEnvironment(target, settings);
  const check = onPod(target, (parts) => {
    const there = environmentOf(parts).map(nameOf);
    const missing = Object.keys(settings).filter((name) => !there.includes(name));
    if (missing.length > 0) {
      throw new Error(
        `${target.kind}/${target.namespace}/${target.name} of this release has no variable ${missing.join(", ")} to replace`,
      );
    }
    return parts;
  });
  return (manifest) => {
    check(manifest);
    return change(manifest);
  };
}

function environmentOf({ container }: PodParts): readonly Json[] {
  return arrayOf(container.env);
}

/** Those that are there keep their place: a variable may refer to those before it. */
function withVariables(before: readonly Json[], settings: Variables): Json[] {
  const there = new Set(before.map(nameOf));
  const made = (name: string): Json[] => {
    const setting = settings[name];
    return setting === undefined ? [] : [{ name, ...setting }];
  };
  return [
    ...before.flatMap((variable) => {
      const name = nameOf(variable);
      return name !== undefined && name in settings ? made(name) : [variable];
    }),
    ...Object.keys(settings)
      .filter((name) => !there.has(name))
      .flatMap(made),
  ];
}

function nameOf(variable: Json): string | undefined {
  return isObject(variable) && typeof variable.name === "string" ? variable.name : undefined;
}

function objectIn(manifest: Manifest, value: unknown): JsonObject {
  if (!isObject(value)) {
    throw new Error(`${objectKey(manifest)} has no pod template with a container`);
  }
  return value;
}
