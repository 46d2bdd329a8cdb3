import { execFile } from "node:child_process";

/** Programs of the cluster: they would run wherever the cluster runs. */
const clusterPrograms = /kube-apiserver|kube-controller-manager|kube-scheduler|etcd|kwok/;
const intervalMs = 1000;

/** One process as `ps` shows it. */
export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  readonly residentBytes: number;
  readonly command: string;
}

/** Watches a process and all that it starts. */
export interface MemoryWatch {
  /** Ends the watch and tells the most bytes that were resident at one time. */
  stop(): number;
}

/**
 * Samples the resident memory of a process's whole tree, the cluster's programs left out: once a second, since each
 * sample takes time from what is measured.
 */
export function watchMemory(root: number): MemoryWatch {
  let peak = 0;
  const timer = setInterval(() => {
    execFile("ps", ["-axo", "pid=,ppid=,rss=,comm="], (error, stdout) => {
      if (error === null) {
        peak = Math.max(peak, treeBytes(parseProcesses(stdout), root));
      }
    });
  }, intervalMs);
  return {
    stop: () => {
      clearInterval(timer);
      return peak;
    },
  };
}

/** Reads what `ps -axo pid=,ppid=,rss=,comm=` prints. */
export function parseProcesses(text: string): ProcessEntry[] {
  return text.split("\n").flatMap((line) => {
    const match = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(.+)$/.exec(line);
    const [, pid, parent, kilobytes, command = ""] = match ?? [];
    return match === null
      ? []
      : [{ pid: Number(pid), parent: Number(parent), residentBytes: Number(kilobytes) * 1024, command }];
  });
}

/** Resident bytes of a process and its descendants, those of the cluster left out. */
export function treeBytes(processes: readonly ProcessEntry[], root: number): number {
  const childrenOf = (pid: number) => processes.filter(({ parent }) => parent === pid);
  const sum = (entry: ProcessEntry): number =>
    clusterPrograms.test(entry.command)
      ? 0
      : childrenOf(entry.pid).reduce((bytes, child) => bytes + sum(child), entry.residentBytes);
  return processes.filter(({ pid }) => pid === root).reduce((bytes, entry) => bytes + sum(entry), 0);
}
