import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { promisify } from "node:util";
import { childEnvironment } from "../config/environment";
import { messageOf, UserError } from "../config/errors";

const run = promisify(execFile);

/** Milliseconds that a host may take to say that a repository is there. */
const probeTimeout = 5_000;

function urlOf(repository: string): string {
  return `https://github.com/${repository}.git`;
}

/** True where git is installed and the repository answers within five seconds. */
export async function isReachable(repository: string): Promise<boolean> {
  try {
    await run("git", ["ls-remote", "--exit-code", urlOf(repository), "HEAD"], {
      timeout: probeTimeout,
      env: withoutQuestions(),
    });
    return true;
  } catch {
    return false;
  }
}

/**
 * Puts the files of one commit into `directory`, which appears only when all of it is there.
 *
 * @throws UserError where git fails
 */
export async function clone(repository: string, commit: string, directory: string): Promise<void> {
  await fs.promises.mkdir(path.dirname(directory), { recursive: true });
  const unfinished = await fs.promises.mkdtemp(`${directory}.`);
  const git = (...args: string[]) => run("git", ["-C", unfinished, ...args], { env: withoutQuestions() });
  try {
    await git("init", "--quiet");
    await git("fetch", "--quiet", "--depth", "1", urlOf(repository), commit);
    await git("checkout", "--quiet", "FETCH_HEAD");
    await fs.promises.rename(unfinished, directory);
  } catch (error) {
    await fs.promises.rm(unfinished, { recursive: true, force: true });
    if (fs.existsSync(directory)) {
      return; // another run was faster
    }
    throw new UserError(
      `git could not get commit ${commit} of ${repository}: ${messageOf(error).trim()}`,
      "check the network, or set MANIFESTS_MIRROR to a directory that holds the release's manifests",
      1,
    );
  }
}

function withoutQuestions(): Record<string, string> {
  return childEnvironment({ GIT_TERMINAL_PROMPT: "0" });
}
