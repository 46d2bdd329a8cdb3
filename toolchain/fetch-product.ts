import { randomUUID } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import type { Environment } from "../config/environment";
import { messageOf } from "../config/errors";
import { goBuild, type BuildProgress } from "./build";
import { askVersion, findInCache, installIntoCache, toolsFolder, versionWillDo } from "./cache";
import type { Downloader } from "./download";
import { lockHolder, withLock, type LockHolder } from "./lock";
import { TOOLS, type Platform, type ToolName } from "./tools";
import { VERSIONS, type Product } from "./versions";

/** Something to show while tools are fetched. */
export interface ToolEvent {
  readonly tools: readonly ToolName[];
  readonly phase: "waiting" | "downloading" | "building" | "ready";
  /** Milliseconds since work on these tools began. */
  readonly elapsedMs: number;
  /** In words, one line: who is waited for, what is compiled, why a download was not possible. */
  readonly detail: string;
  /** Steps done, of `total`: bytes while downloading, Go packages while building. */
  readonly done?: number;
  readonly total?: number | undefined;
}

/** What `ensureTools` works with. */
export interface EnsureOptions {
  readonly environment: Environment;
  /** Called for every step; many times a second during a build. */
  readonly report?: (event: ToolEvent) => void;
  /** Ends a download or build; what was begun is thrown away. */
  readonly signal?: AbortSignal;
}

/** Which Go to build with, or why there is none. */
export type GoCommand = { readonly file: string } | { readonly whyNot: string };

/** What came of fetching: a path or a reason for each tool. */
export interface Fetched {
  readonly found: ReadonlyMap<ToolName, string>;
  readonly failures: ReadonlyMap<ToolName, string>;
}

/** Fetches one download into a folder; a {@link Downloader}, or what stands in for it in tests. */
export type Fetcher = Pick<Downloader, "fetchInto">;

/** How often something is reported while nothing new happens. */
const TICK_MS = 1_000;

type Report = (
  phase: ToolEvent["phase"],
  tools: readonly ToolName[],
  detail: string,
  steps?: Pick<ToolEvent, "done" | "total">,
) => void;

/** What the steps below share while one product is fetched under its lock. */
interface Work {
  readonly product: Product;
  readonly platform: Platform;
  readonly cacheDir: string;
  readonly report: Report;
  readonly signal: AbortSignal | undefined;
}

/**
 * Downloads or builds tools of one product into the cache. Runs on one machine do it one after the other, and
 * those that waited find it done.
 */
export async function fetchProduct(
  product: Product,
  tools: readonly ToolName[],
  platform: Platform,
  options: EnsureOptions,
  downloader: Fetcher,
  go: GoCommand,
): Promise<Fetched> {
  const { cacheDir } = options.environment;
  const began = Date.now();
  const report: Report = (phase, which, detail, steps) =>
    options.report?.({ tools: which, phase, detail, elapsedMs: Date.now() - began, ...steps });
  const work: Work = { product, platform, cacheDir, report, signal: options.signal };
  const lock = path.join(toolsFolder(cacheDir), `.${product}.lock`);
  const waitFor = (holder: LockHolder) => {
    report("waiting", tools, `another run is ${holder.doing} (process ${holder.pid}), waiting for it`);
  };
  const ticking = setInterval(() => {
    // The time shown has to go on while nothing else happens.
    const holder = lockHolder(lock);
    if (holder !== undefined && holder.pid !== process.pid) {
      waitFor(holder);
    }
  }, TICK_MS);
  try {
    const describe = `getting ${product} ${VERSIONS[product]}`;
    return await withLock(lock, { describe, wait: true, onWait: waitFor, signal: options.signal }, () =>
      fetchUnderLock(work, tools, downloader, go),
    );
  } finally {
    clearInterval(ticking);
  }
}

async function fetchUnderLock(
  work: Work,
  tools: readonly ToolName[],
  downloader: Fetcher,
  go: GoCommand,
): Promise<Fetched> {
  removeLeftovers(work);
  const found = new Map<ToolName, string>();
  const failures = new Map<ToolName, string>();
  for (const tool of tools) {
    const cached = findInCache(work.cacheDir, tool, work.platform);
    const result = cached ?? (await tryDownload(work, tool, downloader));
    if (typeof result === "string") {
      found.set(tool, result);
    } else {
      failures.set(tool, result.whyNot);
    }
  }
  const toBuild = [...failures.keys()];
  if (toBuild.length === 0) {
    return { found, failures };
  }
  if ("whyNot" in go) {
    return {
      found,
      failures: new Map([...failures].map(([tool, why]) => [tool, `${why}; ${go.whyNot}`])),
    };
  }
  const built = await build(work, toBuild, go.file);
  return { found: new Map([...found, ...built]), failures: new Map() };
}

async function tryDownload(
  work: Work,
  tool: ToolName,
  downloader: Fetcher,
): Promise<string | { whyNot: string }> {
  const download = TOOLS[tool].download(work.platform);
  if (download === undefined) {
    return { whyNot: `its publisher offers no download for ${work.platform.os}` };
  }
  const folder = stagingFolder(work);
  try {
    work.report("downloading", [tool], download.url);
    const progress = (done: number, total: number | undefined) => {
      work.report("downloading", [tool], download.url, { done, total });
    };
    await downloader.fetchInto(folder, tool, download, progress, work.signal);
    return await verifyAndInstall(work, tool, folder, "download");
  } catch (error) {
    work.signal?.throwIfAborted();
    work.report("downloading", [tool], `not possible: ${messageOf(error)}`);
    return { whyNot: messageOf(error) };
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

async function build(work: Work, tools: readonly ToolName[], go: string): Promise<Map<ToolName, string>> {
  const folder = stagingFolder(work);
  let latest: BuildProgress = { detail: "asking for modules", done: 0, total: undefined };
  const show = () => {
    const { detail, done, total } = latest;
    work.report("building", tools, detail, { done, total });
  };
  // Linking says nothing for half a minute: the time shown has to go on.
  const ticking = setInterval(show, TICK_MS);
  try {
    const progress = (now: BuildProgress) => {
      latest = now;
      show();
    };
    await goBuild(go, work.product, tools, folder, progress, work.signal);
    const installed = new Map<ToolName, string>();
    for (const tool of tools) {
      const own = stagingFolder(work);
      fs.renameSync(path.join(folder, tool), path.join(own, tool));
      installed.set(tool, await verifyAndInstall(work, tool, own, "build"));
    }
    return installed;
  } finally {
    clearInterval(ticking);
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** @throws Error where the executable does not run here, or is another version than the one asked for */
async function verifyAndInstall(
  work: Work,
  tool: ToolName,
  folder: string,
  origin: "download" | "build",
): Promise<string> {
  const version = await askVersion(tool, path.join(folder, tool));
  if (version === undefined || !versionWillDo(tool, version)) {
    throw new Error(`the ${tool} that came answers version ${version ?? "nothing"}`);
  }
  const file = installIntoCache(work.cacheDir, tool, work.platform, folder, origin);
  work.report("ready", [tool], `${tool} ${version} (${origin})`);
  return file;
}

/** A folder to work in, beside the finished tools so that a rename puts it into place. */
function stagingFolder(work: Work): string {
  const folder = path.join(toolsFolder(work.cacheDir), `.tmp-${work.product}-${randomUUID()}`);
  fs.mkdirSync(folder, { recursive: true });
  return folder;
}

/** What a killed run left behind; nobody else works on this product while we hold its lock. */
function removeLeftovers(work: Work): void {
  const folder = toolsFolder(work.cacheDir);
  fs.readdirSync(folder)
    .filter((name) => name.startsWith(`.tmp-${work.product}-`))
    .forEach((name) => {
      fs.rmSync(path.join(folder, name), { recursive: true, force: true });
    });
}
