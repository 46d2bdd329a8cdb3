import { groupOf, isObject, type Json, type JsonObject, type Manifest } from "../manifest";
import type { Transform } from "./transform";

/**
 * What upstream's objects must lose so that a second `up` changes nothing: fields that the API server or a
 * controller fills, and slips which the API server answers by normalising. Each was met in release 26.03.
 *
 * @param isClusterScoped tells of a custom resource's group and kind, from its CRD; built-in kinds are known here
 */
export function normalize(isClusterScoped: (group: string, kind: string) => boolean): readonly Transform[] {
  return [
    withoutStatus,
    withoutNulls,
    withoutNamespaceOnClusterScoped(isClusterScoped),
    withoutAggregatedRules,
    withoutCaBundles,
    withoutRuntimeData,
    withoutPointlessWait,
  ];
}

/** `status` and `creationTimestamp` belong to the server. */
export const withoutStatus: Transform = ({ status, ...manifest }) => {
  const { creationTimestamp, ...metadata } = manifest.metadata;
  return { ...manifest, metadata };
};

/** A null is a field that nobody set; the server drops it and a diff would find it again each time. */
export const withoutNulls: Transform = (manifest) => ({
  ...Object.fromEntries(Object.entries(manifest).map(([key, value]) => [key, pruneNulls(value)])),
  apiVersion: manifest.apiVersion,
  kind: manifest.kind,
  metadata: manifest.metadata,
});

function pruneNulls(value: Manifest[string]): Json | undefined {
  if (Array.isArray(value)) {
    return value.map((item) => pruneNulls(item) ?? null);
  }
  if (isObject(value)) {
    const entries = Object.entries(value).flatMap(([key, item]): [string, Json][] =>
      item === null ? [] : [[key, pruneNulls(item) ?? null]],
    );
    return Object.fromEntries(entries);
  }
  return value === null || typeof value === "object" ? undefined : value;
}

const builtInClusterScoped = new Set([
  "APIService",
  "CSIDriver",
  "ClusterRole",
  "ClusterRoleBinding",
  "CustomResourceDefinition",
  "IngressClass",
  "MutatingWebhookConfiguration",
  "Namespace",
  "PersistentVolume",
  "PriorityClass",
  "RuntimeClass",
  "StorageClass",
  "ValidatingAdmissionPolicy",
  "ValidatingAdmissionPolicyBinding",
  "ValidatingWebhookConfiguration",
]);

/** Kustomize's namespace transformer marks some cluster-scoped objects; the provider would look for them there. */
export function withoutNamespaceOnClusterScoped(
  isClusterScoped: (group: string, kind: string) => boolean,
): Transform {
  return (manifest) => {
    const { namespace, ...metadata } = manifest.metadata;
    const clusterScoped =
      builtInClusterScoped.has(manifest.kind) || isClusterScoped(groupOf(manifest.apiVersion), manifest.kind);
    return namespace !== undefined && clusterScoped ? { ...manifest, metadata } : manifest;
  };
}

/** The aggregation controller writes the rules of an aggregated ClusterRole. */
export const withoutAggregatedRules: Transform = (manifest) => {
  if (manifest.kind !== "ClusterRole") {
    return manifest;
  }
  const { rules, ...rest } = manifest;
  const empty = !Array.isArray(rules) || rules.length === 0;
  return manifest.aggregationRule !== undefined || empty ? rest : manifest;
};

/** cert-manager's injector and the webhooks' own controllers write `caBundle`; upstream has placeholders. */
export const withoutCaBundles: Transform = (manifest) => {
  const { webhooks } = manifest;
  if (!manifest.kind.endsWith("WebhookConfiguration") || !Array.isArray(webhooks)) {
    return manifest;
  }
  return {
    ...manifest,
    webhooks: webhooks.map((webhook) => (isObject(webhook) ? withoutCaBundle(webhook) : webhook)),
  };
};

function withoutCaBundle(webhook: JsonObject): JsonObject {
  if (!isObject(webhook.clientConfig)) {
    return webhook;
  }
  const { caBundle, ...clientConfig } = webhook.clientConfig;
  return { ...webhook, clientConfig };
}

/**
 * A Secret without content is one that a controller fills with a live certificate (webhook-certs,
 * net-istio-webhook-certs, jobset-webhook-server-cert, kubeflow-trainer-webhook-cert): we never own its data.
 */
export const withoutRuntimeData: Transform = (manifest) => {
  if (manifest.kind !== "Secret" || !isEmpty(manifest.data) || !isEmpty(manifest.stringData)) {
    return manifest;
  }
  const { data, stringData, ...rest } = manifest;
  return rest;
};

function isEmpty(value: unknown): boolean {
  return value === undefined || (isObject(value) && Object.keys(value).length === 0);
}

/** Kinds that become ready only through the pods which wait for them. */
const readyThroughPods = new Set(["Service", "PersistentVolumeClaim"]);

/**
 * The official provider waits for a Service's endpoints and a claim's volume, which appear when pods do, while
 * pods are registered after the objects that they need: it would wait for ever. The Deployments behind them
 * are waited for, and the gate waits for the endpoints that matter.
 */
export const withoutPointlessWait: Transform = (manifest) => {
  if (!readyThroughPods.has(manifest.kind) || groupOf(manifest.apiVersion) !== "") {
    return manifest;
  }
  const annotations = { ...manifest.metadata.annotations, "pulumi.com/skipAwait": "true" };
  return { ...manifest, metadata: { ...manifest.metadata, annotations } };
};
