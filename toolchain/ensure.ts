import { createRequire } from "node:module";
import { z } from "zod";
import type { Environment } from "../config/environment";
import { UserError } from "../config/errors";
import { findGo, whyGoWillNotDo } from "./build";
import { BUILDS } from "./builds";
import { findInCache, findOnPath } from "./cache";
import type * as download from "./download";
import { fetchProduct, type EnsureOptions, type GoCommand } from "./fetch-product";
import { currentPlatform } from "./platform";
import { TOOLS, type ToolName } from "./tools";
import { VERSIONS, type Product } from "./versions";

/** Its HTTP client takes a tenth of a second to load, which a run whose tools are there doesn't wait for. */
const load: (file: "./download") => typeof download = createRequire(__filename);

/** Where a tool is, or how it would be got. */
export interface ToolStatus {
  readonly tool: ToolName;
  /** Tools of one product are downloaded from one place and built together. */
  readonly product: Product;
  readonly version: string;
  /** `missing`: not on this machine, and there is no way to get it. */
  readonly state: "on PATH" | "cached" | "to download or build" | "to download" | "missing";
  /** Absolute path, where the tool is there. */
  readonly path: string | undefined;
  /** Seconds that a cold build of its product takes; 0 where it cannot come to one. */
  readonly buildSeconds: number;
  /** Bytes of disk that a cold build of its product takes; 0 where it cannot come to one. */
  readonly buildBytes: number;
}

/**
 * Says which tools are there and how the others would be got, without fetching anything.
 * @throws UserError on a platform that there are no tools for
 */
export async function locateTools(
  names: readonly ToolName[],
  environment: Environment,
): Promise<readonly ToolStatus[]> {
  const platform = currentPlatform();
  const canBuild = findGo(environment) !== undefined;
  const locate = async (tool: ToolName): Promise<ToolStatus> => {
    const { product, download } = TOOLS[tool];
    const base = { tool, product, version: VERSIONS[product], buildSeconds: 0, buildBytes: 0 };
    const onPath = await findOnPath(environment.cacheDir, environment.path, tool);
    const found = onPath ?? findInCache(environment.cacheDir, tool, platform);
    if (found !== undefined) {
      return { ...base, state: onPath === undefined ? "cached" : "on PATH", path: found };
    }
    if (environment.offline || (!canBuild && download(platform) === undefined)) {
      return { ...base, state: "missing", path: undefined };
    }
    if (!canBuild) {
      return { ...base, state: "to download", path: undefined };
    }
    const { coldSeconds, coldBytes } = BUILDS[product];
    return {
      ...base,
      state: "to download or build",
      path: undefined,
      buildSeconds: coldSeconds,
      buildBytes: coldBytes,
    };
  };
  return Promise.all(names.map(locate));
}

/**
 * Makes the tools be there: from PATH, the machine's cache, the official download, or a build with Go, in this
 * order. What is fetched is verified and kept for every clone on this machine.
 *
 * @throws UserError (exit code 1) naming every tool that could not be had, why, and both ways out
 */
export async function ensureTools<Name extends ToolName>(
  names: readonly Name[],
  options: EnsureOptions,
): Promise<Readonly<Record<Name, string>>> {
  const there = await locateTools(names, options.environment);
  const missing = there.filter(({ path }) => path === undefined).map(({ tool }) => tool);
  const fetched = missing.length === 0 ? new Map<ToolName, string>() : await fetchMissing(missing, options);
  const paths = there.map(({ tool, path }) => [tool, path ?? fetched.get(tool)]);
  return z.record(z.enum(names), z.string()).parse(Object.fromEntries(paths));
}

async function fetchMissing(
  missing: readonly ToolName[],
  options: EnsureOptions,
): Promise<ReadonlyMap<ToolName, string>> {
  if (options.environment.offline) {
    throw cannotGet(missing.map((tool) => [tool, "KUBEFLOW_TOOLS_OFFLINE forbids fetching it"]));
  }
  const found = new Map<ToolName, string>();
  const failures: [ToolName, string][] = [];
  const { Downloader } = load("./download");
  const downloader = new Downloader();
  const go = await usableGo(options.environment);
  try {
    // One product after the other: a Go build keeps every core busy by itself.
    for (const product of new Set(missing.map((tool) => TOOLS[tool].product))) {
      const tools = missing.filter((tool) => TOOLS[tool].product === product);
      const result = await fetchProduct(product, tools, currentPlatform(), options, downloader, go);
      result.found.forEach((file, tool) => found.set(tool, file));
      failures.push(...result.failures);
    }
  } finally {
    await downloader.close();
  }
  if (failures.length > 0) {
    throw cannotGet(failures);
  }
  return found;
}

async function usableGo(environment: Environment): Promise<GoCommand> {
  const file = findGo(environment);
  if (file === undefined) {
    return { whyNot: "there is no go on PATH" };
  }
  const whyNot = await whyGoWillNotDo(file);
  return whyNot === undefined ? { file } : { whyNot };
}

function cannotGet(failures: readonly (readonly [ToolName, string])[]): UserError {
  const lines = failures.map(([tool, why]) => `  ${tool} ${VERSIONS[TOOLS[tool].product]}: ${why}`);
  return new UserError(
    `The local environment needs tools that are neither on PATH nor in the cache:\n${lines.join("\n")}`,
    "install Go 1.21 or newer (the tools are then built from their Go modules), or let this machine reach the " +
      "download sites once, or put the tools on PATH",
    1,
  );
}
