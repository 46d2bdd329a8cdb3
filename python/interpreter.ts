import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { promisify } from "node:util";
import * as z from "zod";
import { childEnvironment } from "../config/environment";
import { Unavailable } from "./unavailable";

const run = promisify(execFile);

/** The oldest Python that this repository's lock files are made for. */
export const OLDEST_PYTHON = [3, 11] as const;

/** Versioned names after the usual one: some systems keep an old python3 beside newer ones. */
const COMMANDS = ["python3", "python3.14", "python3.13", "python3.12", "python3.11", "python"];

/** What an interpreter says of itself. `venv` and `ensurepip` are imported because Debian splits them off. */
const QUESTION = [
  "import ensurepip, json, platform, sys, venv",
  "print(json.dumps({'version': platform.python_version(), 'prefix': sys.base_prefix, 'machine': platform.machine()}))",
].join("\n");

const answerSchema = z.object({
  /** Such as `3.11.7`. */
  version: z.string(),
  /** Where it is installed: a virtual environment keeps a link into it. */
  prefix: z.string(),
  /** Such as `x86_64`: a home folder may be shared by machines of several kinds. */
  machine: z.string(),
});

/** A Python interpreter that can make virtual environments. */
export interface Python extends Readonly<z.output<typeof answerSchema>> {
  /** Path of the interpreter. */
  readonly command: string;
}

/**
 * The first Python in `folders` that is new enough and can make virtual environments.
 *
 * @throws Unavailable with what was found instead
 */
export async function findPython(folders: readonly string[]): Promise<Python> {
  const refused: string[] = [];
  for (const name of COMMANDS) {
    for (const command of folders.map((folder) => path.join(folder, name)).filter(exists)) {
      const python = await ask(command);
      if (typeof python !== "string" && isNewEnough(python.version)) {
        return python;
      }
      refused.push(typeof python === "string" ? python : `${command} is ${python.version}`);
    }
  }
  throw new Unavailable(
    [
      `no Python ${OLDEST_PYTHON.join(".")} or newer with venv and ensurepip is on PATH`,
      ...(refused.length === 0 ? [] : [`(${refused.join("; ")})`]),
    ].join(" "),
  );
}

function exists(file: string): boolean {
  return fs.existsSync(file);
}

/** What an interpreter says of itself, or why it won't do. */
async function ask(command: string): Promise<Python | string> {
  try {
    const { stdout } = await run(command, ["-I", "-c", QUESTION], { env: childEnvironment() });
    return { command, ...answerSchema.parse(JSON.parse(stdout)) };
  } catch (error) {
    const output = error instanceof Error && "stderr" in error ? String(error.stderr) : String(error);
    return `${command}: ${output.trim().split("\n").at(-1) ?? ""}`;
  }
}

function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > OLDEST_PYTHON[0] || (major === OLDEST_PYTHON[0] && minor >= OLDEST_PYTHON[1]);
}
