import { execFile, spawn } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";
import * as z from "zod";
import { childEnvironment, readEnvironment } from "../config/environment";
import { findRelease, locateSource } from "../manifests";
import { watchMemory } from "./memory";

const repository = path.resolve(__dirname, "..");
const execute = promisify(execFile);

/** The part of `up --json` that is read. */
const Report = z.object({
  changed: z.boolean(),
  stacks: z.array(z.object({ stack: z.string(), objects: z.number(), milliseconds: z.number() })),
});

/** What an `npm run up` did. */
export interface UpRun {
  readonly seconds: number;
  /** Most memory of all processes at one time, the cluster's left out. */
  readonly peakBytes: number;
  /** Whether anything was changed. */
  readonly changed: boolean;
  /** Time and objects of one stack, by a part of its name. */
  readonly stack: (name: string) => { readonly seconds: number; readonly objects: number };
}

/** A throwaway clone of what is committed, with its dependencies installed. */
export class Clone {
  private constructor(private readonly parent: string) {}

  /** The clone's own folder. */
  get directory(): string {
    return path.join(this.parent, "clone");
  }

  /** Makes one below the machine's folder for temporary files. */
  static async make(): Promise<Clone> {
    const clone = new Clone(fs.mkdtempSync(path.join(os.tmpdir(), "bench-ours-")));
    await execute("git", ["clone", "--quiet", repository, clone.directory]);
    await timed(["run", "--silent", "pretest"], clone.directory);
    return clone;
  }

  /** Brings `local` up as a user would. */
  async up(): Promise<UpRun> {
    const { output, ...run } = await timed(["run", "--silent", "up", "--", "--json"], this.directory);
    const { changed, stacks } = Report.parse(JSON.parse(output));
    const stack = (name: string) => {
      const found = stacks.find((candidate) => candidate.stack.includes(name));
      if (found === undefined) {
        throw new Error(`up did not report the ${name} stack`);
      }
      return { seconds: found.milliseconds / 1000, objects: found.objects };
    };
    return { ...run, changed, stack };
  }

  /** Takes `local` down as a user would. */
  async destroy(): Promise<void> {
    await execute("npm", ["run", "--silent", "destroy"], { cwd: this.directory });
  }

  /** Size of a project's state as compact JSON. Unit: bytes. */
  stateBytes(project: string): number {
    const file = path.join(this.directory, ".local/state/.pulumi/stacks", project, "local.json");
    const state: unknown = JSON.parse(fs.readFileSync(file, "utf8"));
    return Buffer.byteLength(JSON.stringify(state));
  }

  /** Removes the clone's folder. */
  remove(): void {
    fs.rmSync(this.parent, { recursive: true, force: true });
  }
}

/** A clone elsewhere has no ../shared beside it: what this one finds is handed over. */
function mirrorOf(): Record<string, string> {
  const source = locateSource(findRelease("26.03"), readEnvironment());
  return source.kind === "mirror" ? { MANIFESTS_MIRROR: path.dirname(source.directory) } : {};
}

interface Timed {
  readonly seconds: number;
  readonly peakBytes: number;
  readonly output: string;
}

async function timed(args: readonly string[], cwd: string): Promise<Timed> {
  const started = Date.now();
  const env = childEnvironment(mirrorOf());
  const child = spawn("npm", args, { cwd, env, stdio: ["ignore", "pipe", "inherit"] });
  const memory = watchMemory(child.pid ?? 0);
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise((resolve) => child.on("close", resolve));
  const seconds = (Date.now() - started) / 1000;
  const peakBytes = memory.stop();
  if (code !== 0) {
    throw new Error(`npm ${args.join(" ")} ended with ${String(code)}`);
  }
  return { seconds, peakBytes, output };
}
