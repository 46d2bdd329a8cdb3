import { isObject, type Json, type Manifest, objectKey, on, type Transform } from "../../manifests";

/** Spark's webhooks, in a release of kubeflow/spark-operator 2.5. */
const webhooks = { kind: "MutatingWebhookConfiguration", name: "spark-operator-webhook" } as const;

/**
 * Makes sure that Spark's webhook is asked about no pods but Spark's own: it refuses what it can't answer for
 * (`failurePolicy: Fail`), and its operator watches every namespace, as tenants come and go.
 *
 * @throws Error where a webhook for pods would be asked about all of them
 */
export const sparkPodsOnly: Transform = on(webhooks, (manifest) => {
  const broad = listOf(manifest.webhooks).filter((webhook) => isAboutPods(webhook) && !isLimited(webhook));
  if (broad.length > 0) {
    throw new Error(
      `${objectKey(manifest)} would be asked about every pod of the cluster, and refuse all when it is down`,
    );
  }
  return manifest;
});

function isAboutPods(webhook: Json): boolean {
  return (
    isObject(webhook) &&
    listOf(webhook.rules).some((rule) => isObject(rule) && listOf(rule.resources).includes("pods"))
  );
}

function isLimited(webhook: Json): boolean {
  const selector = isObject(webhook) && isObject(webhook.objectSelector) ? webhook.objectSelector : {};
  return isObject(selector.matchLabels) && Object.keys(selector.matchLabels).length > 0;
}

function listOf(value: Manifest[string]): Json[] {
  return Array.isArray(value) ? value : [];
}
