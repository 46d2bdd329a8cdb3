import { execFileSync } from "node:child_process";
import * as fs from "node:fs";

/** Whether a process with this id exists, whoever owns it. */
export function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, and belongs to somebody else.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/**
 * When a process started, as text that only serves to be compared; undefined where there is no such process.
 * Process ids are used again after a reboot: the same id with another start is another process.
 */
export function processStart(pid: number): string | undefined {
  if (process.platform === "linux") {
    try {
      const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
      // The name in parentheses may hold spaces; the start time is the 20th field after it.
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      const boot = fs.readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
      return fields[0] === "Z" ? undefined : `${boot}/${fields[19] ?? ""}`;
    } catch {
      return undefined;
    }
  }
  return askPs(pid, "lstart=");
}

/** The command line of a process; undefined where there is no such process. */
export function processCommand(pid: number): string | undefined {
  if (process.platform === "linux") {
    try {
      const command = fs.readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
      // A process that has ended but was not yet collected by its parent has no command line any more.
      return command === "" ? undefined : command;
    } catch {
      return undefined;
    }
  }
  return askPs(pid, "command=");
}

function askPs(pid: number, column: string): string | undefined {
  try {
    const answer = execFileSync("ps", ["-ww", "-o", column, "-p", String(pid)], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
    return answer === "" ? undefined : answer;
  } catch {
    return undefined;
  }
}
