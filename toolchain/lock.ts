import { randomUUID } from "node:crypto";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { UserError } from "../config/errors";
import { processExists, processStart } from "./process-facts";

const holderSchema = z.object({
  /** Tells two holders apart that are the same process. */
  id: z.string(),
  pid: z.number(),
  /** When the process started, to know it from a later one with the same id. */
  start: z.string(),
  host: z.string(),
  /** What the holder does: "building pulumi", "npm run up -- local". */
  doing: z.string(),
  /** When the lock was taken, ISO 8601. */
  since: z.string(),
});

/** Who holds a lock. */
export type LockHolder = Readonly<z.infer<typeof holderSchema>>;

/** How to take a lock. */
export interface LockOptions {
  /** What is done under the lock; others read it while they wait. */
  readonly describe: string;
  /** Wait until the lock is free (true), or fail at once (false). */
  readonly wait: boolean;
  /** Called once for each holder that is waited for. */
  readonly onWait?: ((holder: LockHolder) => void) | undefined;
  /** Ends the waiting. */
  readonly signal?: AbortSignal | undefined;
}

const POLL_MS = 200;
/** Between attempts at a lock that should be free. */
const RETRY_MS = 5;
/** Taking over a dead holder's lock takes microseconds; a guard as old as this was left by a process that died in it. */
const GUARD_MAX_AGE_MS = 10_000;

/**
 * Runs `action` while holding the lock `file`, which any number of processes on this machine may want.
 * A lock whose holder has died, or was on this machine before a reboot, is taken over.
 *
 * @throws UserError (exit code 1) when `wait` is false and another process holds it
 */
export async function withLock<T>(file: string, options: LockOptions, action: () => Promise<T>): Promise<T> {
  const mine = await takeLock(file, options);
  try {
    return await action();
  } finally {
    if (readHolder(file)?.id === mine.id) {
      fs.rmSync(file, { force: true });
    }
  }
}

/** Who holds the lock now; undefined where nobody does, or its holder has died. */
export function lockHolder(file: string): LockHolder | undefined {
  const holder = readHolder(file);
  return holder !== undefined && isAlive(holder) ? holder : undefined;
}

async function takeLock(file: string, options: LockOptions): Promise<LockHolder> {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const mine: LockHolder = {
    id: randomUUID(),
    pid: process.pid,
    start: processStart(process.pid) ?? "",
    host: os.hostname(),
    doing: options.describe,
    since: new Date().toISOString(),
  };
  let announced: string | undefined;
  for (;;) {
    options.signal?.throwIfAborted();
    if (tryCreate(file, mine)) {
      return mine;
    }
    const holder = lockHolder(file);
    if (holder === undefined) {
      removeDead(file);
      await sleep(RETRY_MS, undefined, { signal: options.signal });
      continue;
    }
    if (!options.wait) {
      throw heldError(file, holder);
    }
    if (announced !== holder.id) {
      announced = holder.id;
      options.onWait?.(holder);
    }
    await sleep(POLL_MS, undefined, { signal: options.signal });
  }
}

/** The lock appears with its content or not at all: a link to a finished file, which fails where one exists. */
function tryCreate(file: string, holder: LockHolder): boolean {
  const finished = `${file}.${holder.id}`;
  fs.writeFileSync(finished, JSON.stringify(holder));
  try {
    fs.linkSync(finished, file);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") {
      return false;
    }
    throw error;
  } finally {
    fs.rmSync(finished, { force: true });
  }
}

/** Of several waiters only one may look again and remove: the next would remove the lock of the one before. */
function removeDead(file: string): void {
  const guard = `${file}.takeover`;
  try {
    fs.mkdirSync(guard);
  } catch {
    const age = Date.now() - (fs.statSync(guard, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > GUARD_MAX_AGE_MS) {
      fs.rmSync(guard, { recursive: true, force: true });
    }
    return;
  }
  try {
    // A lock that is simply gone was released, and somebody may be taking it right now: nothing to remove.
    const text = readText(file);
    const holder = text === undefined ? undefined : parseHolder(text);
    if (text !== undefined && (holder === undefined || !isAlive(holder))) {
      fs.rmSync(file, { force: true });
    }
  } finally {
    fs.rmSync(guard, { recursive: true, force: true });
  }
}

function readHolder(file: string): LockHolder | undefined {
  const text = readText(file);
  return text === undefined ? undefined : parseHolder(text);
}

function readText(file: string): string | undefined {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

function parseHolder(text: string): LockHolder | undefined {
  try {
    return holderSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** A holder on another machine that shares the folder cannot be asked: it counts as alive. */
function isAlive(holder: LockHolder): boolean {
  if (holder.host !== os.hostname()) {
    return true;
  }
  return processExists(holder.pid) && processStart(holder.pid) === holder.start;
}

function heldError(file: string, holder: LockHolder): UserError {
  const here = holder.host === os.hostname();
  return new UserError(
    `Another run is at work: ${holder.doing} (process ${holder.pid}${here ? "" : ` on ${holder.host}`}, since ${holder.since}).`,
    here
      ? `wait until it has ended, or end it with "kill ${holder.pid}", and try again`
      : `wait until it has ended; if that machine is gone, delete ${file}`,
    1,
  );
}
