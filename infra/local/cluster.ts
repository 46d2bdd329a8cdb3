import * as fs from "node:fs";
import * as path from "node:path";
import { z } from "zod";
import { messageOf, UserError } from "../../config/errors";
import { withLock } from "../../toolchain";
import type { ClusterTools } from "./control-plane";
import { furnishCluster, simulatedNodeNames } from "./furnish";
import type { SimulatedClusterInputs, SimulatedClusterState } from "./inputs";
import { connect, createProcesses, StartError, startProcesses, type RunningCluster } from "./launch";
import { clusterLayout, type ClusterLayout } from "./layout";
import { choosePorts } from "./ports";
import { processesOf, stopProcesses } from "./processes";

const recordSchema = z.object({
  name: z.string(),
  kubernetesVersion: z.string(),
  /** Where the cluster's data lay when it was made: its processes and certificates know only this path. */
  work: z.string(),
});

/** What is written down about a cluster. */
export type ClusterRecord = Readonly<z.infer<typeof recordSchema>>;

/** What a cluster is created, changed or started with. */
export interface ClusterContext {
  readonly tools: ClusterTools;
  /** Says what is going on, in a few words. */
  readonly report?: ((message: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The cluster in a folder; undefined where there is none. */
export function readRecord(layout: ClusterLayout): ClusterRecord | undefined {
  try {
    return recordSchema.parse(JSON.parse(fs.readFileSync(layout.record, "utf8")));
  } catch {
    return undefined;
  }
}

/** Whether all of a cluster's processes live. */
export function isRunning(layout: ClusterLayout): boolean {
  return processesOf(layout).every((one) => one.alive);
}

/**
 * Creates a cluster with nodes and storage classes. One that is there already, of the same name and version, is
 * taken over: a state file was lost, the cluster was not.
 *
 * @throws UserError where another cluster is there, or the processes don't start; nothing is left behind then
 */
export async function createCluster(
  inputs: SimulatedClusterInputs,
  context: ClusterContext,
): Promise<SimulatedClusterState> {
  const layout = clusterLayout(inputs.directory);
  return underLock(layout, `creating the cluster ${inputs.name}`, context, async () => {
    await forgetMoved(layout);
    const there = readRecord(layout);
    // Without a kubeconfig its creation was cut short before any of its processes could be of use.
    if (there !== undefined && fs.existsSync(layout.rawKubeconfig)) {
      requireSame(layout, there, inputs);
      context.report?.("taking over the cluster that is there");
      return furnishExisting(layout, inputs, context);
    }
    await removeRemains(layout);
    return launchNew(layout, inputs, context);
  });
}

/**
 * Makes a cluster what the inputs say: starts what does not run, adds, changes and removes nodes.
 * @throws UserError where it does not start
 */
export async function updateCluster(
  inputs: SimulatedClusterInputs,
  context: ClusterContext,
): Promise<SimulatedClusterState> {
  const layout = clusterLayout(inputs.directory);
  return underLock(layout, `changing the cluster ${inputs.name}`, context, () =>
    furnishExisting(layout, inputs, context),
  );
}

/**
 * Starts what does not run of the cluster in a folder, and waits until it answers.
 * @throws UserError (exit code 1) where it does not start
 */
export async function startCluster(layout: ClusterLayout, context: ClusterContext): Promise<void> {
  await underLock(layout, "starting the cluster", context, async () => {
    try {
      const { client } = await started(layout, context);
      await client.close();
    } catch (error) {
      throw explained(error, layout.logs, REPLACE);
    }
  });
}

/** Ends a cluster and removes everything of it but its logs. Nothing happens where there is none. */
export async function deleteCluster(directory: string): Promise<void> {
  const layout = clusterLayout(directory);
  if (!fs.existsSync(layout.root) && !fs.existsSync(layout.kubeconfig)) {
    return;
  }
  await underLock(layout, "deleting the cluster", {}, async () => {
    await forgetMoved(layout);
    await removeRemains(layout);
  });
}

async function launchNew(
  layout: ClusterLayout,
  inputs: SimulatedClusterInputs,
  context: ClusterContext,
  attempt = 1,
): Promise<SimulatedClusterState> {
  const ports = await choosePorts(inputs.port);
  try {
    context.report?.("starting the control plane");
    fs.mkdirSync(layout.root, { recursive: true });
    const record: ClusterRecord = {
      name: inputs.name,
      kubernetesVersion: inputs.kubernetesVersion,
      work: layout.work,
    };
    fs.writeFileSync(layout.record, JSON.stringify(record));
    await createProcesses(layout, context.tools, ports, inputs);
    return await furnished(layout, inputs, context);
  } catch (error) {
    await removeRemains(layout);
    // Somebody took one of the ports between choosing and using it.
    if (attempt === 1 && inputs.port === undefined && messageOf(error).includes("address already in use")) {
      return launchNew(layout, inputs, context, attempt + 1);
    }
    throw explained(error, layout.keptLogs, "run the same command again to try again");
  }
}

const REPLACE = 'if it does not start again either, "npm run destroy" and "npm run up" make a new one';

async function furnishExisting(
  layout: ClusterLayout,
  inputs: SimulatedClusterInputs,
  context: ClusterContext,
): Promise<SimulatedClusterState> {
  try {
    return await furnished(layout, inputs, context);
  } catch (error) {
    throw explained(error, layout.logs, REPLACE);
  }
}

function explained(error: unknown, logs: string, wayOut: string): unknown {
  return error instanceof StartError
    ? new UserError(error.message, `the whole logs are in ${logs}; ${wayOut}`, 1)
    : error;
}

async function started(layout: ClusterLayout, context: ClusterContext): Promise<RunningCluster> {
  if (!isRunning(layout)) {
    context.report?.("starting the cluster again");
    await startProcesses(layout, context.tools);
  }
  return connect(layout, readRecord(layout)?.name ?? "local", context.signal);
}

async function furnished(
  layout: ClusterLayout,
  inputs: SimulatedClusterInputs,
  context: ClusterContext,
): Promise<SimulatedClusterState> {
  const { client, kubeconfig, identifier } = await started(layout, context);
  try {
    context.report?.("waiting for the nodes");
    await furnishCluster(client, inputs, context.signal);
    context.report?.("ready");
    return {
      kubeconfig: kubeconfig.content,
      endpoint: kubeconfig.endpoint,
      identifier,
      nodeNames: await simulatedNodeNames(client, context.signal),
      status: "running",
    };
  } finally {
    await client.close();
  }
}

function requireSame(layout: ClusterLayout, there: ClusterRecord, inputs: SimulatedClusterInputs): void {
  if (there.name === inputs.name && there.kubernetesVersion === inputs.kubernetesVersion) {
    return;
  }
  const pids = processesOf(layout).flatMap(({ pid, alive }) => (alive && pid !== undefined ? [pid] : []));
  throw new UserError(
    `${layout.root} holds another cluster: ${there.name} with Kubernetes ${there.kubernetesVersion}; wanted is ` +
      `${inputs.name} with Kubernetes ${inputs.kubernetesVersion}.`,
    `give the environment the name and version of that cluster, or remove it: ${
      pids.length === 0 ? "" : `kill -9 ${pids.join(" ")}; `
    }rm -r ${layout.root}`,
    1,
  );
}

/**
 * A clone that was moved or copied holds a cluster that cannot be started from here: its certificates and options
 * name the old place. What was moved is ended; a copy's processes belong to the original and are left alone.
 */
async function forgetMoved(layout: ClusterLayout): Promise<void> {
  const record = readRecord(layout);
  if (record !== undefined && record.work !== layout.work) {
    if (!fs.existsSync(record.work)) {
      await stopProcesses(layout, record.work);
    }
    fs.rmSync(layout.root, { recursive: true, force: true });
  }
}

async function removeRemains(layout: ClusterLayout): Promise<void> {
  await stopProcesses(layout);
  if (fs.existsSync(layout.logs)) {
    fs.rmSync(layout.keptLogs, { recursive: true, force: true });
    fs.mkdirSync(path.dirname(layout.keptLogs), { recursive: true });
    fs.renameSync(layout.logs, layout.keptLogs);
  }
  fs.rmSync(layout.root, { recursive: true, force: true });
  fs.rmSync(layout.kubeconfig, { force: true });
}

function underLock<T>(
  layout: ClusterLayout,
  describe: string,
  context: Pick<ClusterContext, "report" | "signal">,
  action: () => Promise<T>,
): Promise<T> {
  const onWait = (holder: { doing: string; pid: number }) => {
    context.report?.(`waiting for process ${holder.pid}, which is ${holder.doing}`);
  };
  return withLock(layout.lock, { describe, wait: true, onWait, signal: context.signal }, action);
}
