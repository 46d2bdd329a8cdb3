import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type { Environment } from "../../config/environment";

/** Runs a test with a folder of its own, which is removed afterwards. */
export async function withFolder<T>(action: (folder: string) => Promise<T>): Promise<T> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "toolchain-"));
  try {
    return await action(folder);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** Writes a shell script; its folder is made where it is not there. Returns its path. */
export function writeScript(file: string, ...lines: string[]): string {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, ["#!/bin/sh", ...lines, ""].join("\n"), { mode: 0o755 });
  return file;
}

/** An environment with nothing on PATH. */
export function testEnvironment(cacheDir: string, changes: Partial<Environment> = {}): Environment {
  return { cacheDir, manifestsMirror: undefined, ci: true, path: [], offline: false, ...changes };
}
