import * as fs from "node:fs";
import { processCommand } from "../../toolchain";

/** The process id in a file; undefined where there is no file, or no id in it. */
export function readPid(file: string): number | undefined {
  try {
    const pid = Number.parseInt(fs.readFileSync(file, "utf8"), 10);
    return Number.isInteger(pid) && pid > 1 ? pid : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Whether a process lives and was started in a folder. After a reboot the number in a file may be anybody's: its command
 * line must name the folder.
 */
export function runsIn(folder: string, pid: number | undefined): boolean {
  return pid !== undefined && processCommand(pid)?.includes(`${folder}/`) === true;
}

/** Sends a signal to a process; one that has ended meanwhile needs none. */
export function signalTo(pid: number | undefined, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) {
      process.kill(pid, signal);
    }
  } catch {
    // It ended between looking and asking.
  }
}
