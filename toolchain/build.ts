import { execFile, spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import * as readline from "node:readline";
import { promisify } from "node:util";
import { childEnvironment, type Environment } from "../config/environment";
import { UserError } from "../config/errors";
import { BUILDS } from "./builds";
import { isExecutable } from "./cache";
import { TOOLS, type ToolName } from "./tools";
import type { Product } from "./versions";

const run = promisify(execFile);

/** The first Go that fetches a newer one by itself where a go.mod asks for it. */
const OLDEST_GO = [1, 21] as const;

/** What `go build` is doing: packages compiled so far, of how many there are; those in Go's cache are not counted. */
export interface BuildProgress {
  readonly detail: string;
  readonly done: number;
  readonly total: number | undefined;
}

/** The go command on PATH. */
export function findGo(environment: Pick<Environment, "path">): string | undefined {
  return environment.path.map((folder) => path.join(folder, "go")).find(isExecutable);
}

/**
 * Why a Go cannot build the tools; undefined where it can.
 */
export async function whyGoWillNotDo(go: string): Promise<string | undefined> {
  try {
    const { stdout } = await run(go, ["env", "GOVERSION"], { env: childEnvironment() });
    const found = /go(\d+)\.(\d+)/.exec(stdout);
    const [major, minor] = [Number(found?.[1]), Number(found?.[2])];
    const newEnough = major > OLDEST_GO[0] || (major === OLDEST_GO[0] && minor >= OLDEST_GO[1]);
    return newEnough ? undefined : `${go} is ${stdout.trim()}; ${OLDEST_GO.join(".")} or newer is needed`;
  } catch {
    return `${go} does not run`;
  }
}

/**
 * Builds tools of one product into `folder`, from the modules that toolchain/go pins.
 * @throws UserError (exit code 1) with the compiler's last lines, or where the disk is too full
 */
export async function goBuild(
  go: string,
  product: Product,
  tools: readonly ToolName[],
  folder: string,
  progress: (progress: BuildProgress) => void,
  signal?: AbortSignal,
): Promise<void> {
  const build = BUILDS[product];
  const cwd = path.join(__dirname, "go", build.folder);
  await requireDiskSpace(go, product, folder);
  const packages = tools.map((tool) => TOOLS[tool].goPackage);
  const go_ = (args: readonly string[], onLine: (line: string) => void) =>
    runGo(go, [...args, ...packages], { cwd, product, onLine, signal });

  let modules = 0;
  const list = await go_(["list", "-mod=readonly", "-deps", "-f", "{{.ImportPath}}"], () => {
    modules += 1;
    progress({ detail: `fetching modules (${modules})`, done: 0, total: undefined });
  });
  const total = list.split("\n").length;
  let done = 0;
  progress({ detail: "compiling and linking", done, total });
  const flags = ["-mod=readonly", "-trimpath", "-buildvcs=false", "-v", "-ldflags", build.ldflags];
  await go_(["build", ...flags, "-o", `${folder}${path.sep}`], () => {
    done += 1;
    progress({ detail: "compiling and linking", done, total });
  });
}

interface GoRun {
  readonly cwd: string;
  readonly product: Product;
  readonly onLine: (line: string) => void;
  readonly signal: AbortSignal | undefined;
}

async function runGo(go: string, args: readonly string[], how: GoRun): Promise<string> {
  const child = spawn(go, args, {
    cwd: how.cwd,
    // A go.work around the clone, or flags of the user's own, must not change what is built.
    env: childEnvironment({ CGO_ENABLED: "0", GOWORK: "off", GOFLAGS: "" }),
    stdio: ["ignore", "pipe", "pipe"],
    signal: how.signal,
    killSignal: "SIGINT",
  });
  const lastLines: string[] = [];
  readline.createInterface({ input: child.stderr }).on("line", (line) => {
    lastLines.push(line);
    lastLines.splice(0, lastLines.length - 15);
    how.onLine(line);
  });
  const output: string[] = [];
  child.stdout.on("data", (chunk: Buffer) => output.push(chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  if (code !== 0) {
    throw new UserError(
      `Building ${how.product} with Go failed: go ${args[0] ?? ""} ended with ${code ?? "a signal"}.\n${lastLines.join("\n")}`,
      "see that Go's module proxy can be reached (go env GOPROXY), then run the same command again",
      1,
    );
  }
  return output.join("").trim();
}

/** Both of Go's caches and the result may lie on different disks; each has to have room for what it gets. */
async function requireDiskSpace(go: string, product: Product, folder: string): Promise<void> {
  const { stdout } = await run(go, ["env", "GOCACHE", "GOMODCACHE"], { env: childEnvironment() });
  const need = BUILDS[product].coldBytes;
  for (const place of [...stdout.trim().split("\n"), folder]) {
    const free = await freeBytes(place);
    if (free < need) {
      throw new UserError(
        `Building ${product} needs ${inGigabytes(need)} of disk space; ${place} has ${inGigabytes(free)}.`,
        "make room, or put Go's caches elsewhere (GOCACHE, GOMODCACHE) and this project's too (XDG_CACHE_HOME)",
        1,
      );
    }
  }
}

/** Bytes that can still be written in a folder, which need not exist yet. */
export async function freeBytes(folder: string): Promise<number> {
  const there = path.resolve(folder);
  if (!fs.existsSync(there) && path.dirname(there) !== there) {
    return freeBytes(path.dirname(there));
  }
  const { bavail, bsize } = await fs.promises.statfs(there);
  return bavail * bsize;
}

function inGigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
