import { existsSync } from "node:fs";
import { readEnvironment } from "../../config/environment";
import {
  containsUnknown,
  differences,
  UNKNOWN,
  type CheckRequest,
  type CheckResult,
  type CreateRequest,
  type CreateResult,
  type DeleteRequest,
  type DiffRequest,
  type DiffResult,
  type JsonObject,
  type ProviderHandlers,
  type PropertyChange,
  type ReadRequest,
  type ReadResult,
  type ResourceRequest,
  type UpdateRequest,
} from "../../plugin";
import { KubeClient } from "../../kube/client";
import { ensureTools, VERSIONS } from "../../toolchain";
import { createCluster, deleteCluster, isRunning, readRecord, updateCluster } from "./cluster";
import { CLUSTER_TOOLS, type ClusterTools } from "./control-plane";
import { simulatedNodeNames } from "./furnish";
import { SimulatedClusterInputs, SimulatedClusterState } from "./inputs";
import { clusterLayout } from "./layout";
import { nodeNames } from "./nodes";
import { describeToolEvent } from "./tool-event";

/** Changing one of these needs another cluster. */
const REPLACING = new Set(["name", "directory", "kubernetesVersion", "storage", "port"]);

/** What the SimulatedCluster resource does. */
export const simulatedClusterHandlers = {
  check,
  diff,
  create,
  read,
  update,
  delete: remove,
} satisfies ProviderHandlers;

function check({ news }: CheckRequest): CheckResult {
  if (containsUnknown(news)) {
    return { inputs: news };
  }
  const result = SimulatedClusterInputs.safeParse(news);
  if (!result.success) {
    const failures = result.error.issues.map((issue) => ({
      property: issue.path.join("."),
      reason: issue.message,
    }));
    return { inputs: news, failures };
  }
  const offered = VERSIONS.kubernetes.split(".").slice(0, 2).join(".");
  return result.data.kubernetesVersion === offered
    ? { inputs: news }
    : {
        inputs: news,
        failures: [
          {
            property: "kubernetesVersion",
            reason: `the local environment simulates Kubernetes ${offered}, not ${result.data.kubernetesVersion}`,
          },
        ],
      };
}

/** Nodes change in place, and so does a cluster that was found stopped or short of nodes; all else is replaced. */
function diff({ oldInputs, oldState, news }: DiffRequest): DiffResult {
  const changes: PropertyChange[] = differences(oldInputs, news).map((change) => ({
    ...change,
    replace: REPLACING.has(String(change.keys[0])),
  }));
  const state = SimulatedClusterState.safeParse(oldState);
  const wanted = SimulatedClusterInputs.safeParse(news);
  if (state.success && wanted.success && changes.length === 0) {
    const missing =
      [...nodeNames(wanted.data.nodes)].sort().join() !== [...state.data.nodeNames].sort().join();
    if (state.data.status === "stopped") {
      changes.push({ path: "status", keys: ["status"], kind: "update" });
    }
    if (missing) {
      changes.push({ path: "nodeNames", keys: ["nodeNames"], kind: "update" });
    }
  }
  // Both would want the same folder.
  return { changes, deleteBeforeReplace: true, stables: ["kubeconfig", "endpoint", "identifier"] };
}

async function create(request: CreateRequest): Promise<CreateResult> {
  if (request.preview) {
    return { id: "", outputs: unknownOutputs(request.inputs) };
  }
  const inputs = SimulatedClusterInputs.parse(request.inputs);
  const state = await createCluster(inputs, await contextOf(request));
  return { id: state.identifier, outputs: { ...request.inputs, ...state } };
}

async function update(request: UpdateRequest): Promise<JsonObject> {
  const inputs = SimulatedClusterInputs.safeParse(request.news);
  if (request.preview || !inputs.success) {
    return {
      ...request.oldState,
      ...request.news,
      nodeNames: inputs.success ? nodeNames(inputs.data.nodes).sort() : UNKNOWN,
      status: "running",
    };
  }
  const state = await updateCluster(inputs.data, await contextOf(request));
  return { ...request.news, ...state };
}

/** A cluster whose processes have ended (a reboot) is stopped, not gone, as long as its data is there. */
async function read(request: ReadRequest): Promise<ReadResult | undefined> {
  const { id, inputs = {}, state: outputs } = request;
  const known = SimulatedClusterInputs.safeParse(inputs);
  const state = SimulatedClusterState.safeParse(outputs);
  if (!known.success || !state.success) {
    throw new Error("a simulated cluster can't be imported: it is made by `up`");
  }
  const layout = clusterLayout(known.data.directory);
  const record = readRecord(layout);
  if (record?.work !== layout.work || !existsSync(layout.rawKubeconfig)) {
    return undefined;
  }
  if (!isRunning(layout)) {
    return { id, inputs, outputs: { ...outputs, status: "stopped" } };
  }
  const client = KubeClient.fromKubeconfig(state.data.kubeconfig);
  try {
    const names = await simulatedNodeNames(client, request.signal);
    return { id, inputs, outputs: { ...outputs, nodeNames: names, status: "running" } };
  } finally {
    await client.close();
  }
}

async function remove({ inputs }: DeleteRequest): Promise<void> {
  await deleteCluster(SimulatedClusterInputs.parse(inputs).directory);
}

function unknownOutputs(inputs: JsonObject): JsonObject {
  const known = SimulatedClusterInputs.safeParse(inputs);
  return {
    ...inputs,
    kubeconfig: UNKNOWN,
    endpoint: UNKNOWN,
    identifier: UNKNOWN,
    nodeNames: known.success ? nodeNames(known.data.nodes).sort() : UNKNOWN,
    status: "running",
  };
}

async function contextOf(request: ResourceRequest): Promise<{
  tools: ClusterTools;
  report: (message: string) => void;
  signal: AbortSignal;
}> {
  const report = (message: string) => {
    request.log("status", message);
  };
  const tools = await ensureTools(CLUSTER_TOOLS, {
    environment: readEnvironment(),
    report: (event) => {
      report(describeToolEvent(event));
    },
    signal: request.signal,
  });
  return { tools, report, signal: request.signal };
}
