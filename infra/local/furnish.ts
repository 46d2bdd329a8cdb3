import { setTimeout as sleep } from "node:timers/promises";
import { isKubeObject, type KubeObject } from "../../kube/object";
import type { KubeClient } from "../../kube/client";
import { arrayOf, at, textOf, type JsonObject } from "../../plugin/json";
import type { SimulatedClusterInputs } from "./inputs";
import { nodeManifests, nodeNames, POOL_LABEL } from "./nodes";
import { storageManifests } from "./storage";

/** Who owns the fields of nodes and storage classes. */
const FIELD_MANAGER = "kubeflow-on-aws-local";
const READY_TIMEOUT_MS = 60_000;

/**
 * Makes nodes and storage classes what the inputs say, and waits until the nodes are ready. Nodes that are no longer
 * wanted go with their pods, which their controllers then start elsewhere.
 *
 * @throws Error naming the nodes that did not become ready
 */
export async function furnishCluster(
  client: KubeClient,
  inputs: SimulatedClusterInputs,
  signal?: AbortSignal,
): Promise<void> {
  const wanted = new Set(nodeNames(inputs.nodes));
  const there = await simulatedNodes(client, signal);
  const gone = there.filter((node) => !wanted.has(node.metadata.name));
  const known = new Set(there.map((node) => node.metadata.name));
  await Promise.all([
    ...storageManifests(inputs.storage).map((manifest) => apply(client, manifest, signal)),
    ...nodeManifests(inputs.nodes, inputs.kubernetesVersion).map((manifest) =>
      applyNode(client, objectFrom(manifest), known, signal),
    ),
    ...gone.map((node) => removeNode(client, node.metadata.name, signal)),
  ]);
  await waitForNodes(client, wanted, signal);
}

/** The names of the cluster's simulated nodes, sorted. */
export async function simulatedNodeNames(client: KubeClient, signal?: AbortSignal): Promise<string[]> {
  return (await simulatedNodes(client, signal)).map((node) => node.metadata.name).sort();
}

async function simulatedNodes(client: KubeClient, signal?: AbortSignal): Promise<KubeObject[]> {
  return client.list("v1", "Node", { labelSelector: POOL_LABEL, signal });
}

async function apply(client: KubeClient, manifest: JsonObject, signal?: AbortSignal): Promise<void> {
  await client.apply(objectFrom(manifest), { fieldManager: FIELD_MANAGER, force: true, signal });
}

async function applyNode(
  client: KubeClient,
  node: KubeObject,
  known: ReadonlySet<string>,
  signal?: AbortSignal,
): Promise<void> {
  await apply(client, node, signal);
  if (known.has(node.metadata.name)) {
    // The server takes a node's status from its creation only; later it has its own address.
    const { apiVersion, kind, metadata, status } = node;
    await client.raw("PATCH", `${await client.pathOf({ apiVersion, kind, name: metadata.name })}/status`, {
      body: { apiVersion, kind, metadata: { name: metadata.name }, status: status ?? null },
      contentType: "application/apply-patch+yaml",
      query: { fieldManager: FIELD_MANAGER, force: true },
      signal,
    });
  }
}

async function removeNode(client: KubeClient, name: string, signal?: AbortSignal): Promise<void> {
  const pods = await client.list("v1", "Pod", { fieldSelector: `spec.nodeName=${name}`, signal });
  await client.delete({ apiVersion: "v1", kind: "Node", name }, "Background", signal);
  // Nobody simulates the end of a pod whose node has gone: it would stay until it is collected, minutes later.
  await Promise.all(
    pods.map(async (pod) => {
      const { apiVersion, kind, metadata } = pod;
      const ref = { apiVersion, kind, name: metadata.name, namespace: textOf(metadata.namespace) };
      const body = { apiVersion: "v1", kind: "DeleteOptions", gracePeriodSeconds: 0 };
      await client.raw("DELETE", await client.pathOf(ref), { body, signal });
    }),
  );
}

async function waitForNodes(
  client: KubeClient,
  wanted: ReadonlySet<string>,
  signal?: AbortSignal,
): Promise<void> {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  for (;;) {
    const nodes = await simulatedNodes(client, signal);
    const ready = new Set(nodes.filter(isReady).map((node) => node.metadata.name));
    const late = [...wanted].filter((name) => !ready.has(name));
    if (late.length === 0) {
      return;
    }
    if (Date.now() > deadline) {
      throw new Error(`the simulated nodes ${late.join(", ")} did not become ready`);
    }
    await sleep(100, undefined, { signal });
  }
}

function isReady(node: KubeObject): boolean {
  return arrayOf(at(node, "status", "conditions")).some(
    (condition) => at(condition, "type") === "Ready" && at(condition, "status") === "True",
  );
}

function objectFrom(manifest: JsonObject): KubeObject {
  if (!isKubeObject(manifest)) {
    throw new Error(`not a Kubernetes object: ${JSON.stringify(manifest)}`);
  }
  return manifest;
}
