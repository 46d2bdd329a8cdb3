import * as fs from "node:fs";
import { type ObservabilityLayout, observabilityLayout } from "./layout";
import { type ServerProcess, serverProcesses, stopServers } from "./processes";
import { readRecord, writeRecord } from "./record";

/** What there is beside the cluster in a folder. */
export interface ObservabilityState {
  /** URLs on 127.0.0.1 that its processes listen on while they run. */
  readonly prometheus: string;
  readonly loki: string;
  readonly processes: readonly ServerProcess[];
}

/** What there is in a folder, for `status`; undefined where nothing was started, or all was stopped on purpose. */
export function observabilityState(directory: string): ObservabilityState | undefined {
  const layout = observabilityLayout(directory);
  const record = readRecord(layout);
  return record?.root !== layout.root || Object.keys(record.started).length === 0
    ? undefined
    : {
        prometheus: `http://127.0.0.1:${record.ports.prometheus}`,
        loki: `http://127.0.0.1:${record.ports.loki}`,
        processes: serverProcesses(layout),
      };
}

/**
 * Ends the processes. What they have collected stays, so that it goes on where they are started again; credentials don't.
 * @returns whether any of them ran
 * @throws Error naming those that would not end
 */
export async function stopObservability(directory: string): Promise<boolean> {
  const layout = observabilityLayout(directory);
  await forgetMoved(layout);
  const ran = serverProcesses(layout).some(({ alive }) => alive);
  await stopServers(layout);
  const record = readRecord(layout);
  if (record !== undefined) {
    writeRecord(layout, { ...record, started: {} });
  }
  fs.rmSync(layout.credentials, { recursive: true, force: true });
  return ran;
}

/**
 * Ends the processes and removes all of it but the logs. Nothing happens where there is nothing.
 * @throws Error naming processes that would not end
 */
export async function removeObservability(directory: string): Promise<void> {
  const layout = observabilityLayout(directory);
  await forgetMoved(layout);
  await stopServers(layout, { atOnce: true });
  fs.rmSync(layout.root, { recursive: true, force: true });
}

/**
 * What lies in a clone that was moved or copied can't go on: its files name the old place. Processes of what was moved are
 * ended; a copy's belong to the original and are left alone.
 */
export async function forgetMoved(layout: ObservabilityLayout): Promise<void> {
  const record = readRecord(layout);
  if (record === undefined || record.root === layout.root) {
    return;
  }
  if (!fs.existsSync(record.root)) {
    await stopServers(layout, { atOnce: true, ranIn: record.root });
  }
  fs.rmSync(layout.root, { recursive: true, force: true });
}
