import { isObject, type JsonObject, type Manifest, objectKey } from "../../manifests";

/** The parts of a Deployment, StatefulSet or DaemonSet that hardening looks at. */
export interface Workload {
  readonly spec: JsonObject;
  readonly template: JsonObject;
  readonly podSpec: JsonObject;
  /** Labels that its pods have. */
  readonly labels: Readonly<Record<string, string>>;
  /** Labels that it finds its pods by. */
  readonly selector: Readonly<Record<string, string>>;
}

const KINDS = new Set(["Deployment", "StatefulSet", "DaemonSet"]);

/** True for kinds that keep pods running. */
export function isWorkload({ kind, apiVersion }: Pick<Manifest, "kind" | "apiVersion">): boolean {
  return KINDS.has(kind) && apiVersion === "apps/v1";
}

/** @throws Error where it has no pod template, or finds its pods by more than labels */
export function workloadOf(manifest: Manifest): Workload {
  const { spec } = manifest;
  const template = isObject(spec) ? spec.template : undefined;
  const podSpec = isObject(template) ? template.spec : undefined;
  const selector = isObject(spec) && isObject(spec.selector) ? spec.selector : undefined;
  if (!isObject(spec) || !isObject(template) || !isObject(podSpec) || selector === undefined) {
    throw new Error(`${objectKey(manifest)} has no pod template or no selector`);
  }
  if (selector.matchExpressions !== undefined) {
    throw new Error(
      `${objectKey(manifest)} finds its pods by expressions, which hardening does not know how to copy`,
    );
  }
  const metadata = isObject(template.metadata) ? template.metadata : {};
  return {
    spec,
    template,
    podSpec,
    labels: textsOf(metadata.labels),
    selector: textsOf(selector.matchLabels),
  };
}

/** A workload with another pod spec, and further changes of its own spec. */
export function withPodSpec(manifest: Manifest, podSpec: JsonObject, changes: JsonObject = {}): Manifest {
  const { spec, template } = workloadOf(manifest);
  return { ...manifest, spec: { ...spec, ...changes, template: { ...template, spec: podSpec } } };
}

/** True where labels have all that a selector asks for. */
export function matches(
  selector: Readonly<Record<string, string>>,
  labels: Readonly<Record<string, string>>,
): boolean {
  return Object.entries(selector).every(([name, value]) => labels[name] === value);
}

/** The texts of an object, by name. */
export function textsOf(value: unknown): Readonly<Record<string, string>> {
  const entries = isObject(value) ? Object.entries(value) : [];
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}
