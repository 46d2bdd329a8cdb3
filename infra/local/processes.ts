import * as fs from "node:fs";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { COMPONENTS, type ComponentName } from "./control-plane";
import { clusterLayout, type ClusterLayout } from "./layout";
import { readPid, runsIn, signalTo } from "./pid";

/** A process of a cluster. */
export interface ClusterProcess {
  readonly component: ComponentName;
  /** The id in its pid file; undefined where there is none. */
  readonly pid: number | undefined;
  /** Whether that process lives and is this cluster's. */
  readonly alive: boolean;
  /** Its log file. */
  readonly log: string;
}

const STOP_TIMEOUT_MS = 10_000;

/** The processes of the cluster in a folder, for `status`; all are dead where there is no cluster. */
export function clusterProcesses(directory: string): readonly ClusterProcess[] {
  return processesOf(clusterLayout(directory));
}

/**
 * @param ranIn the folder that the processes were started in, where the cluster's folder was moved since
 */
export function processesOf(layout: ClusterLayout, ranIn: string = layout.work): readonly ClusterProcess[] {
  return COMPONENTS.map(({ name }) => {
    const pid = readPid(path.join(layout.pids, `${name}.pid`));
    return {
      component: name,
      pid,
      alive: runsIn(ranIn, pid),
      log: path.join(layout.logs, `${name}.log`),
    };
  });
}

/**
 * Ends the processes of a cluster, at once: what they hold is thrown away, or on disk already.
 * @throws Error naming those that would not end
 */
export async function stopProcesses(layout: ClusterLayout, ranIn?: string): Promise<void> {
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  for (;;) {
    const alive = processesOf(layout, ranIn).filter((one) => one.alive);
    if (alive.length === 0) {
      break;
    }
    if (Date.now() > deadline) {
      const which = alive.map(({ component, pid }) => `${component} (process ${pid ?? "?"})`);
      throw new Error(`the cluster's ${which.join(", ")} could not be ended`);
    }
    alive.forEach(({ pid }) => {
      signalTo(pid, "SIGKILL");
    });
    await sleep(30);
  }
  removeDeadPidFiles(layout);
}

/** Removes pid files of dead processes: kwokctl takes any process with that number for its own. */
export function removeDeadPidFiles(layout: ClusterLayout): void {
  processesOf(layout)
    .filter((one) => !one.alive)
    .forEach(({ component }) => {
      fs.rmSync(path.join(layout.pids, `${component}.pid`), { force: true });
    });
}

/** The last lines of a log that say something went wrong, or simply the last ones. */
export function lastLogLines(file: string, count = 4): string[] {
  let lines: string[];
  try {
    lines = fs.readFileSync(file, "utf8").trimEnd().split("\n");
  } catch {
    return [];
  }
  const wrong = lines.filter((line) =>
    /^[EF]\d{4} |"level":"(error|fatal|panic|ERROR)"|level=(error|ERROR)|panic:|rror:/.test(line),
  );
  return (wrong.length > 0 ? wrong : lines).slice(-count).map((line) => line.slice(0, 300));
}
