import * as z from "zod";

/** A Kubernetes object of a tenant's namespace, with placeholders in its texts. */
const Template = z
  .object({
    apiVersion: z.string().min(1),
    kind: z.string().min(1),
    metadata: z.object({ name: z.string().min(1), namespace: z.string().min(1) }).catchall(z.json()),
  })
  .catchall(z.json());

const Value = z.object({
  /** What tenants have that are not named below. */
  otherwise: z.string(),
  /** What single tenants have, by namespace. */
  of: z.record(z.string(), z.string()),
});

/** Labels of tenants' namespaces before platforms said so themselves: those of release 26.03 with its pss overlay. */
const upstreamLabels = {
  "app.kubernetes.io/part-of": "kubeflow-profile",
  "katib.kubeflow.org/metrics-collector-injection": "enabled",
  "pipelines.kubeflow.org/enabled": "true",
  "pod-security.kubernetes.io/enforce": "baseline",
  "serving.kubeflow.org/inferenceservice": "enabled",
};

/**
 * What every tenant's namespace gets. On a real cluster a controller makes it wherever a Profile appears; where pods
 * are simulated no controller runs, and whoever makes a tenant makes these objects too.
 */
export const TenantTemplates = z.object({
  /** Objects with placeholders; {@link objectsOf} fills them in. No Secret is among them. */
  objects: z.array(Template).default([]),
  /** What `{{tenant.<name>}}` stands for, by name. `namespace` is the tenant's namespace and is not among them. */
  values: z.record(z.string(), Value).default({}),
  /** Labels of the namespace itself. */
  labels: z.record(z.string(), z.string()).default(upstreamLabels),
});

/** See the schema of the same name. */
export type TenantTemplates = z.output<typeof TenantTemplates>;

/** One Kubernetes object of a tenant. */
export type TenantObject = z.output<typeof Template>;

/** Stands for the tenant's namespace in a template. */
export const namespacePlaceholder = "{{tenant.namespace}}";

/** The objects of one tenant. */
export function objectsOf(
  { objects, values }: Pick<TenantTemplates, "objects" | "values">,
  namespace: string,
): TenantObject[] {
  const filled = Object.entries(values).reduce(
    (text, [name, value]) => text.replaceAll(`{{tenant.${name}}}`, value.of[namespace] ?? value.otherwise),
    // What is filled in are names of Kubernetes objects, which have nothing that JSON would have to escape.
    JSON.stringify(objects).replaceAll(namespacePlaceholder, namespace),
  );
  return z.array(Template).parse(JSON.parse(filled));
}
