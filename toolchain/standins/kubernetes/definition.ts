import { readKubeconfig } from "../../../kube";
import {
  differences,
  isObject,
  textOf,
  type JsonObject,
  type DiffRequest,
  type DiffResult,
  type ProviderOptions,
} from "../../../plugin";
import { changesOf } from "./changes";
import { checkedInputs, withSecrets } from "./inputs";
import { createObject, deleteObject, readObject, updateObject } from "./objects";
import { connect, kubeconfigText, parseSettings, type Cluster } from "./settings";

/**
 * The stand-in for the official kubernetes provider: test equipment for `local`, where the official
 * plugin can't be installed. It refuses every API server that isn't on this machine.
 */
export function kubernetesStandIn(): ProviderOptions {
  let connected: Cluster | undefined;
  const cluster = (): Cluster => {
    if (connected === undefined) {
      throw new Error("the kubernetes provider is not configured");
    }
    return connected;
  };
  return {
    name: "kubernetes",
    version: "4.34.2",
    handlers: {
      checkConfig: ({ news }) => ({ inputs: news, failures: parseSettings(news).failures }),
      diffConfig,
      configure: ({ args }) => {
        connected = connect(args);
      },
      check: async (request) => ({
        inputs: withSecrets(await withDefaultNamespace(cluster(), checkedInputs(request))),
      }),
      diff: (request) => changesOf(request, cluster().settings),
      create: (request) => createObject(cluster(), request),
      read: (request) => readObject(cluster(), request),
      update: (request) => updateObject(cluster(), request),
      delete: (request) => deleteObject(cluster(), request),
    },
  };
}

async function withDefaultNamespace({ settings, client }: Cluster, inputs: JsonObject): Promise<JsonObject> {
  const { metadata, kind } = inputs;
  if (settings.namespace === undefined || !isObject(metadata) || metadata.namespace !== undefined) {
    return inputs;
  }
  const found = client.resourceFor(textOf(inputs.apiVersion), textOf(kind));
  // A kind that isn't there yet is a custom resource, and most of them live in namespaces.
  const namespaced = await found.then(
    (info) => info.namespaced,
    () => true,
  );
  return namespaced ? { ...inputs, metadata: { ...metadata, namespace: settings.namespace } } : inputs;
}

/** Another cluster needs other objects; a kubeconfig that only looks different doesn't. */
function diffConfig({ oldInputs, news }: DiffRequest): DiffResult {
  const changes = differences(oldInputs, news);
  const [before, after] = [oldInputs.clusterIdentifier, news.clusterIdentifier];
  const moved =
    before !== undefined && after !== undefined ? before !== after : serverOf(oldInputs) !== serverOf(news);
  return {
    changes: changes.map((change) => ({
      ...change,
      replace: moved && ["clusterIdentifier", "kubeconfig", "context"].includes(change.path),
    })),
  };
}

function serverOf({ kubeconfig, context }: DiffRequest["news"]): string | undefined {
  try {
    const text = kubeconfigText(typeof kubeconfig === "string" ? kubeconfig : "");
    return readKubeconfig(text, { context: typeof context === "string" ? context : undefined }).server;
  } catch {
    return undefined;
  }
}
