import { readEnvironment } from "../../../config/environment";
import { type KubeClient, type KubeObject, refOf } from "../../../kube";
import { crdBundleHandlers } from "../../../manifests/crds/handlers";
import { CrdStore } from "../../../manifests/crds/store";
import { exampleTenant, type Wanted } from "./kubernetes-objects";

/** What a trial's API server has to have before it is asked about objects. */

/** Definitions as an `up` makes them: server-side, until the server serves their kinds. */
export async function define(client: KubeClient, all: readonly Wanted[]): Promise<void> {
  const { create } = crdBundleHandlers(() => client, new CrdStore(readEnvironment()));
  const definitions = new Map(all.flatMap((one) => [...one.definitions]));
  await Promise.all(
    [...definitions].map(async ([name, digest]) => {
      await create({
        urn: name,
        type: "kubeflow:manifests:CrdBundle",
        name,
        log: () => undefined,
        signal: new AbortController().signal,
        preview: false,
        timeoutSeconds: undefined,
        inputs: { definitions: { [name]: digest } },
      });
    }),
  );
}

/** The namespaces that the environments make, and those that a controller makes of their Profiles. */
export async function makeNamespaces(client: KubeClient, all: readonly Wanted[]): Promise<void> {
  const objects = all.flatMap((one) => one.objects.map(({ object }) => object));
  const names = objects.filter(({ kind }) => kind === "Namespace" || kind === "Profile").map(refOf);
  await Promise.all(
    [...new Set([exampleTenant, ...names.map(({ name }) => name)])].map((name) =>
      client.apply(
        { apiVersion: "v1", kind: "Namespace", metadata: { name } },
        { fieldManager: "test", force: true },
      ),
    ),
  );
}

/** Accounts that the controller of Profiles makes in a tenant's namespace. */
const madeByProfiles = ["default-editor", "default-viewer"];

/** What the admission of pods looks at: labels of namespaces, accounts, priorities. */
export async function keepWhatPodsNeed(
  client: KubeClient,
  objects: readonly KubeObject[],
  tenantLabels: Readonly<Record<string, string>>,
): Promise<void> {
  const tenant = {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name: exampleTenant, labels: { ...tenantLabels } },
  };
  const accounts = madeByProfiles.map((name) => ({
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { name, namespace: exampleTenant },
  }));
  const needed = objects.filter(({ kind }) =>
    ["Namespace", "ServiceAccount", "PriorityClass"].includes(kind),
  );
  await Promise.all(
    [tenant, ...accounts, ...needed].map((object) =>
      client.apply(object, { fieldManager: "test", force: true }),
    ),
  );
}
