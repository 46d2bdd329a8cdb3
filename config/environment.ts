import * as os from "node:os";
import * as path from "node:path";

/** What this project takes from the process environment, all of it. Nothing else reads `process.env`. */
export interface Environment {
  /** Folder that machine-wide caches live in: tools, rendered manifests. Several clones share it. */
  readonly cacheDir: string;
  /** Folder with upstream's manifests as plain files (`MANIFESTS_MIRROR`), for networks without GitHub. */
  readonly manifestsMirror: string | undefined;
  /** Running in CI (`CI`): no live progress, no questions. */
  readonly ci: boolean;
  /** Folders in which executables are looked for (`PATH`). */
  readonly path: readonly string[];
  /** Fail instead of downloading or building a tool (`KUBEFLOW_TOOLS_OFFLINE`). */
  readonly offline: boolean;
}

/** Reads the process environment. */
export function readEnvironment(env: NodeJS.ProcessEnv = processEnvironment()): Environment {
  return {
    cacheDir: path.join(cacheHome(env), "kubeflow-on-aws"),
    manifestsMirror: env.MANIFESTS_MIRROR === "" ? undefined : env.MANIFESTS_MIRROR,
    ci: env.CI !== undefined && env.CI !== "" && env.CI !== "false",
    path: (env.PATH ?? "").split(path.delimiter).filter((dir) => dir !== ""),
    offline: env.KUBEFLOW_TOOLS_OFFLINE === "true",
  };
}

/** The environment that a child process inherits, with `changes` on top. */
export function childEnvironment(changes: Record<string, string> = {}): Record<string, string> {
  const inherited = Object.entries(processEnvironment()).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return { ...Object.fromEntries(inherited), ...changes };
}

function cacheHome(env: NodeJS.ProcessEnv): string {
  if (env.XDG_CACHE_HOME !== undefined && env.XDG_CACHE_HOME !== "") {
    return env.XDG_CACHE_HOME;
  }
  return os.platform() === "darwin"
    ? path.join(os.homedir(), "Library", "Caches")
    : path.join(os.homedir(), ".cache");
}

function processEnvironment(): NodeJS.ProcessEnv {
  return process.env;
}
