import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { messageOf } from "../../config/errors";
import { freeBytes } from "../../toolchain";
import { localEnvironment } from "../environments";
import type { Check, Finding, PreflightContext } from "./check";

const gigabyte = 1e9;
/** State, rendered manifests, logs and the cluster's data come to some 300 MB. */
const neededDisk = 0.5 * gigabyte;
/** Measured with all of Kubeflow on a simulated cluster: control plane 1.9 GB, engine and programs 1.2 GB. */
const neededMemory = 3.5 * gigabyte;

/** Checks of the machine itself. */
export const machineChecks: readonly Check[] = [
  { name: "Node.js", run: checkNode },
  { name: "Memory", applies: isSimulated, run: checkMemory },
  { name: "Disk", run: checkDisk },
  { name: "Writable folders", run: checkFolders },
];

/** Whether the cluster is one that this machine simulates. */
export function isSimulated({ name, configuration }: PreflightContext): boolean {
  return name === localEnvironment && (configuration?.infra.cluster.kind ?? "simulated") === "simulated";
}

function checkNode(): Finding {
  return { result: "ok", text: process.versions.node };
}

async function checkMemory(): Promise<Finding> {
  const available = await availableMemory();
  const text = `${gigabytes(available)} available`;
  return available >= neededMemory
    ? { result: "ok", text }
    : {
        result: "warning",
        text: `${text}; a simulated cluster with all of Kubeflow and the engine take ${gigabytes(neededMemory)}`,
        wayOut: "end other programs, or switch components off in Pulumi.local.yaml",
      };
}

/** `os.freemem` leaves out the caches that Linux would give back. */
async function availableMemory(): Promise<number> {
  try {
    const text = await fs.promises.readFile("/proc/meminfo", "utf8");
    const kilobytes = /^MemAvailable:\s+(\d+) kB/m.exec(text)?.[1];
    return kilobytes === undefined ? os.freemem() : Number(kilobytes) * 1024;
  } catch {
    return os.freemem();
  }
}

async function checkDisk({ repository }: PreflightContext): Promise<Finding> {
  const free = await freeBytes(existingFolder(repository.directory));
  return free >= neededDisk
    ? { result: "ok", text: `${gigabytes(free)} free` }
    : {
        result: "failure",
        text: `${gigabytes(free)} free at ${repository.directory}; ${gigabytes(neededDisk)} are needed`,
        wayOut: "free some space, or move the clone to another disk",
      };
}

async function checkFolders({ repository, environment }: PreflightContext): Promise<Finding> {
  for (const folder of [repository.directory, environment.cacheDir]) {
    try {
      await fs.promises.mkdir(folder, { recursive: true });
      const probe = path.join(folder, `.writable-${process.pid}`);
      await fs.promises.writeFile(probe, "");
      await fs.promises.rm(probe);
    } catch (error) {
      return {
        result: "failure",
        text: `${folder} can't be written to: ${messageOf(error)}`,
        wayOut:
          folder === environment.cacheDir
            ? "give yourself the right, or set XDG_CACHE_HOME to a folder of your own"
            : "give yourself the right, or clone the repository to a folder of your own",
      };
    }
  }
  return { result: "ok", text: `.local and ${environment.cacheDir}` };
}

/** The folder itself, or the nearest one around it that exists. */
export function existingFolder(folder: string): string {
  return fs.existsSync(folder) ? folder : existingFolder(path.dirname(folder));
}

/** `3.5 GB`. */
export function gigabytes(bytes: number): string {
  return `${(bytes / gigabyte).toFixed(1)} GB`;
}
