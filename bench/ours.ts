import { execFile, spawn } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";
import * as z from "zod";
import { childEnvironment, readEnvironment } from "../config/environment";
import { findRelease, locateSource } from "../manifests";
import { medianOf, repeats } from "./median";
import { watchMemory } from "./memory";

const repository = path.resolve(__dirname, "..");
const execute = promisify(execFile);

/** What {@link measureOurs} measured. */
export interface OurFigures {
  /** `npm run up` from nothing, toolchain and rendering warm. */
  readonly firstSeconds: number;
  /** The platform stack's part of it. */
  readonly platformSeconds: number;
  /** The platform stack's part of {@link againSeconds}. */
  readonly platformAgainSeconds: number;
  /** `npm run up` again with nothing changed: the median of several runs. */
  readonly againSeconds: number;
  /** Size of the platform stack's state as compact JSON. */
  readonly stateBytes: number;
  /** Most memory of all processes at one time, the cluster's left out. */
  readonly peakBytes: number;
  /** Objects in the platform stack. */
  readonly objects: number;
}

/** The part of `up --json` that is read. */
const Report = z.object({
  changed: z.boolean(),
  stacks: z.array(z.object({ stack: z.string(), objects: z.number(), milliseconds: z.number() })),
});

/** Brings the committed state of this clone up in a throwaway clone, as a user would, and takes it down again. */
export async function measureOurs(say: (text: string) => void): Promise<OurFigures> {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), "bench-ours-"));
  const clone = path.join(directory, "clone");
  try {
    await execute("git", ["clone", "--quiet", repository, clone]);
    const env = childEnvironment(mirrorOf());
    const npm = (...args: string[]) => timed(args, clone, env);
    await npm("run", "--silent", "pretest");
    const first = await npm("run", "--silent", "up", "--", "--json");
    say(`  from nothing: ${first.seconds.toFixed(1)} s`);
    const unchanged = async () => {
      const run = await npm("run", "--silent", "up", "--", "--json");
      say(`  again: ${run.seconds.toFixed(1)} s`);
      if (reportOf(run).changed) {
        throw new Error("an up after the first changed something: its time says nothing");
      }
      return run;
    };
    const again = await medianOf(repeats, unchanged, ({ seconds }) => seconds);
    const platform = platformIn(first);
    return {
      firstSeconds: first.seconds,
      againSeconds: again.seconds,
      peakBytes: Math.max(first.peakBytes, again.peakBytes),
      platformSeconds: platform.milliseconds / 1000,
      platformAgainSeconds: platformIn(again).milliseconds / 1000,
      objects: platform.objects,
      stateBytes: compactSize(path.join(clone, ".local/state/.pulumi/stacks/kubeflow-platform/local.json")),
    };
  } finally {
    await execute("npm", ["run", "--silent", "destroy"], { cwd: clone });
    fs.rmSync(directory, { recursive: true, force: true });
  }
}

/** A clone elsewhere has no ../shared beside it: what this one finds is handed over. */
function mirrorOf(): Record<string, string> {
  const source = locateSource(findRelease("26.03"), readEnvironment());
  return source.kind === "mirror" ? { MANIFESTS_MIRROR: path.dirname(source.directory) } : {};
}

function reportOf({ output }: Timed): z.output<typeof Report> {
  return Report.parse(JSON.parse(output));
}

function platformIn(run: Timed): z.output<typeof Report>["stacks"][number] {
  const platform = reportOf(run).stacks.find(({ stack }) => stack.includes("platform"));
  if (platform === undefined) {
    throw new Error("up did not report the platform stack");
  }
  return platform;
}

interface Timed {
  readonly seconds: number;
  readonly peakBytes: number;
  readonly output: string;
}

async function timed(args: readonly string[], cwd: string, env: Record<string, string>): Promise<Timed> {
  const started = Date.now();
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

function compactSize(file: string): number {
  const state: unknown = JSON.parse(fs.readFileSync(file, "utf8"));
  return Buffer.byteLength(JSON.stringify(state));
}
