import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { EnvHttpProxyAgent, fetch, type Dispatcher } from "undici";
import { z } from "zod";
import { messageOf } from "../config/errors";
import type { Download } from "./tools";

const run = promisify(execFile);

/** A closed network either refuses at once or swallows packets; nobody shall wait long to learn which. */
const CONNECT_TIMEOUT_MS = 2_500;
/** No byte for this long means that a download has died. */
const STALLED_MS = 30_000;

const githubReleaseSchema = z.object({
  assets: z.array(z.object({ name: z.string(), digest: z.string().nullish() })),
});

/** Bytes so far, and of how many where the server said. */
export type DownloadProgress = (received: number, total: number | undefined) => void;

/** Fetches from the internet for one run: a host that cannot be reached is tried once, not once a tool. */
export class Downloader {
  private readonly unreachable = new Map<string, string>();
  private readonly dispatcher: Dispatcher = new EnvHttpProxyAgent({
    connect: { timeout: CONNECT_TIMEOUT_MS },
    headersTimeout: STALLED_MS,
    bodyTimeout: STALLED_MS,
  });

  /** Closes the connections. */
  async close(): Promise<void> {
    await this.dispatcher.close();
  }

  /**
   * Downloads, compares with the publisher's checksum and unpacks into `folder`.
   * @throws Error saying what was wrong: no way there, no such file, no checksum for it, a wrong checksum
   */
  async fetchInto(
    folder: string,
    name: string,
    download: Download,
    progress: DownloadProgress,
    signal?: AbortSignal,
  ): Promise<void> {
    const fileName = decodeURIComponent(path.posix.basename(new URL(download.url).pathname));
    const sums = await (await this.get(download.checksums, signal)).text();
    const expected = parseChecksum(sums, fileName);
    if (expected === undefined) {
      throw new Error(`${download.checksums} holds no checksum for ${fileName}`);
    }
    const file = path.join(folder, `${fileName}.part`);
    const actual = await this.save(download.url, file, progress, signal);
    if (actual !== expected) {
      fs.rmSync(file);
      throw new Error(`${download.url} has SHA-256 ${actual}, its publisher says ${expected}`);
    }
    await unpack(file, folder, name, download, signal);
  }

  private async get(url: string, signal?: AbortSignal): ReturnType<typeof fetch> {
    const { host } = new URL(url);
    const known = this.unreachable.get(host);
    if (known !== undefined) {
      throw new Error(known);
    }
    const response = await fetch(url, { dispatcher: this.dispatcher, signal: signal ?? null }).catch(
      (error: unknown) => {
        signal?.throwIfAborted();
        const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
        const message = `${host} cannot be reached (${messageOf(cause)})`;
        this.unreachable.set(host, message);
        throw new Error(message, { cause: error });
      },
    );
    if (!response.ok) {
      throw new Error(`${url} answers ${response.status} ${response.statusText}`);
    }
    return response;
  }

  private async save(
    url: string,
    file: string,
    progress: DownloadProgress,
    signal?: AbortSignal,
  ): Promise<string> {
    const response = await this.get(url, signal);
    if (response.body === null) {
      throw new Error(`${url} has no content`);
    }
    const total = Number(response.headers.get("content-length") ?? Number.NaN);
    const hash = createHash("sha256");
    let received = 0;
    await pipeline(
      Readable.fromWeb(response.body),
      async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          hash.update(chunk);
          received += chunk.length;
          progress(received, Number.isFinite(total) ? total : undefined);
          yield chunk;
        }
      },
      fs.createWriteStream(file),
      { signal },
    );
    return hash.digest("hex");
  }
}

/**
 * Finds the SHA-256 of a file in what publishers offer: lines of "sum  name", a lone sum, or GitHub's description
 * of a release.
 */
export function parseChecksum(text: string, fileName: string): string | undefined {
  if (text.trimStart().startsWith("{")) {
    const release = githubReleaseSchema.safeParse(JSON.parse(text));
    const digest = release.data?.assets.find((asset) => asset.name === fileName)?.digest ?? "";
    return digest.startsWith("sha256:") ? validSum(digest.slice("sha256:".length)) : undefined;
  }
  const lines = text.split("\n").map((line) => line.trim().split(/\s+/));
  if (lines[0]?.length === 1) {
    return validSum(lines[0][0]);
  }
  const line = lines.find((words) => words[1]?.replace(/^\*|^\.\//, "") === fileName);
  return validSum(line?.[0]);
}

function validSum(text: string | undefined): string | undefined {
  return text !== undefined && /^[0-9a-f]{64}$/i.test(text) ? text.toLowerCase() : undefined;
}

async function unpack(
  file: string,
  folder: string,
  name: string,
  download: Download,
  signal?: AbortSignal,
): Promise<void> {
  const executable = path.join(folder, name);
  if (download.archive === "none") {
    fs.renameSync(file, executable);
  } else {
    // Releases keep their files in one folder or in none; macOS's tar reads zip files as well.
    const nested = download.members.length === 0 || download.members.some((member) => member.includes("/"));
    const strip = nested ? ["--strip-components=1"] : [];
    await run("tar", ["-xf", file, "-C", folder, ...strip, ...download.members], { signal });
    fs.rmSync(file);
  }
  fs.chmodSync(executable, 0o755);
}
