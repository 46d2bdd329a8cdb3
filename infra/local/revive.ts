import * as fs from "node:fs";
import type { Environment } from "../../config/environment";
import { ensureTools, type ToolEvent } from "../../toolchain";
import { isRunning, readRecord, startCluster } from "./cluster";
import { CLUSTER_TOOLS } from "./control-plane";
import { clusterLayout } from "./layout";

/** What became of a cluster. */
export type Revived =
  /** There is none in this folder; if the infra stack has one, it needs a refresh to see that. */
  | "absent"
  /** It was running. */
  | "running"
  /** Its processes had ended, after a reboot for example; they run again, with all that was in it. */
  | "restarted";

/** How a cluster is revived. */
export interface ReviveOptions {
  readonly environment: Environment;
  /** Says what is going on, in a few words. */
  readonly report?: (message: string) => void;
  readonly reportTool?: (event: ToolEvent) => void;
  readonly signal?: AbortSignal;
}

/**
 * Makes sure that the cluster in a folder runs, where there is one. A few milliseconds where it does: only its
 * processes are looked at. To be called before the engine, which believes its state and asks nobody.
 *
 * @throws UserError (exit code 1) where it does not start
 */
export async function reviveCluster(directory: string, options: ReviveOptions): Promise<Revived> {
  const layout = clusterLayout(directory);
  const record = readRecord(layout);
  // Without a kubeconfig its creation was cut short; with another folder on record the clone was moved or copied.
  // Creating it anew deals with both.
  if (record?.work !== layout.work || !fs.existsSync(layout.rawKubeconfig)) {
    return "absent";
  }
  if (isRunning(layout)) {
    return "running";
  }
  const { environment, report, reportTool, signal } = options;
  const tools = await ensureTools(CLUSTER_TOOLS, {
    environment,
    ...(reportTool === undefined ? {} : { report: reportTool }),
    ...(signal === undefined ? {} : { signal }),
  });
  await startCluster(layout, { tools, report, signal });
  return "restarted";
}
