import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";
import { readEnvironment } from "../../config/environment";
import { UserError } from "../../config/errors";
import { ensureTools, type ToolName } from "../../toolchain";

const run = promisify(execFile);

/**
 * Paths of tools, from PATH, the cache, their downloads or a build from Go's modules; a text with the reason where this
 * machine can't have them, so that a test can say why it is skipped.
 */
export async function toolsOrReason<Name extends ToolName>(
  ...names: Name[]
): Promise<Readonly<Record<Name, string>> | string> {
  try {
    return await ensureTools(names, { environment: readEnvironment() });
  } catch (error) {
    if (error instanceof UserError) {
      return error.message;
    }
    throw error;
  }
}

/** What a program wrote, whether it ended well or not. */
export async function outcome(
  program: string,
  args: readonly string[],
): Promise<{ readonly ok: boolean; readonly output: string }> {
  try {
    const { stdout, stderr } = await run(program, [...args], { maxBuffer: 64 * 1024 * 1024 });
    return { ok: true, output: `${stdout}${stderr}` };
  } catch (error) {
    return { ok: false, output: error instanceof Error ? error.message + outputOf(error) : String(error) };
  }
}

function outputOf(error: Error): string {
  return ["stdout", "stderr"]
    .map((key) => (Object.entries(error).find(([name]) => name === key)?.[1] as unknown) ?? "")
    .filter((text) => typeof text === "string")
    .join("\n");
}

/** Runs something with a folder of its own, which is gone afterwards. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "kubeflow-observability-"));
  try {
    return await work(folder);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
