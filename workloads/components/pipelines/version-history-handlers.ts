import type { KubeClient } from "../../../kube/client";
import { UnknownKindError } from "../../../kube/errors";
import type { KubeObject } from "../../../kube/object";
import { at, differences, type JsonObject, numberOf, type ProviderHandlers, textOf } from "../../../plugin";
import { madeByUs, type PastVersion, prune } from "./version-history-spec";

const versionKind = { apiVersion: "pipelines.kubeflow.org/v2beta1", kind: "PipelineVersion" } as const;

/** What a recurring run is in the cluster; it is only read here, KFP's API makes them. */
const scheduleKind = { apiVersion: "kubeflow.org/v1beta1", kind: "ScheduledWorkflow" } as const;

type Client = Pick<KubeClient, "list" | "delete">;

/** How the `kubeflow-workloads` provider holds the earlier versions of a pipeline to a number. */
export function versionHistoryHandlers(client: () => Client): ProviderHandlers {
  const apply = async (inputs: JsonObject, { preview, log, signal }: Applying): Promise<JsonObject> => {
    if (preview) {
      return inputs;
    }
    const cluster = client();
    const [versions, started] = await Promise.all([
      versionsOf(cluster, inputs, signal),
      startedVersions(cluster, textOf(inputs.namespace), signal),
    ]);
    const { removed, needed } = prune(versions, textOf(inputs.present), numberOf(inputs.keep), started);
    for (const { name } of needed) {
      log("info", `version ${name} stays beyond keepVersions: a recurring run starts it`);
    }
    await remove(cluster, inputs, removed, signal);
    return inputs;
  };
  return {
    diff: ({ oldInputs, news }) => ({
      changes: differences(oldInputs, news).map((change) => ({
        ...change,
        replace: ["namespace", "pipeline"].includes(change.path),
      })),
    }),
    create: async (request) => ({
      id: `${textOf(request.inputs.namespace)}/${textOf(request.inputs.pipeline)}`,
      outputs: await apply(request.inputs, request),
    }),
    update: (request) => apply(request.news, request),
    // The pipeline goes too. The present version is among them: it is retained where versions are kept.
    delete: async ({ inputs, signal }) => {
      const cluster = client();
      await remove(cluster, inputs, await versionsOf(cluster, inputs, signal), signal);
    },
  };
}

interface Applying {
  readonly preview: boolean;
  readonly log: (severity: "info", message: string) => void;
  readonly signal: AbortSignal;
}

async function versionsOf(client: Client, inputs: JsonObject, signal: AbortSignal): Promise<PastVersion[]> {
  const labelSelector = Object.entries(madeByUs)
    .map(([key, value]) => `${key}=${value}`)
    .join();
  const namespace = textOf(inputs.namespace);
  const versions = await list(client, versionKind, { namespace, labelSelector, signal });
  return versions
    .filter(({ spec }) => at(spec, "pipelineName") === inputs.pipeline)
    .map(({ metadata }) => ({
      name: metadata.name,
      uid: textOf(metadata.uid),
      created: textOf(metadata.creationTimestamp),
    }));
}

/** UIDs of the versions that recurring runs of a namespace start; one without a version starts the newest. */
async function startedVersions(client: Client, namespace: string, signal: AbortSignal): Promise<Set<string>> {
  const schedules = await list(client, scheduleKind, { namespace, signal });
  return new Set(schedules.map(({ spec }) => textOf(at(spec, "pipelineVersionId"))));
}

/** Without the kind there are none: its CustomResourceDefinition went before, with everything of it. */
async function list(
  client: Client,
  { apiVersion, kind }: typeof versionKind | typeof scheduleKind,
  options: Parameters<Client["list"]>[2],
): Promise<KubeObject[]> {
  try {
    return await client.list(apiVersion, kind, options);
  } catch (error) {
    if (error instanceof UnknownKindError) {
      return [];
    }
    throw error;
  }
}

async function remove(
  client: Client,
  inputs: JsonObject,
  versions: readonly PastVersion[],
  signal: AbortSignal,
): Promise<void> {
  const namespace = textOf(inputs.namespace);
  for (const { name } of versions) {
    await client.delete({ ...versionKind, namespace, name }, "Background", signal);
  }
}
