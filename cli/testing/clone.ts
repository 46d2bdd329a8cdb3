import * as assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { childEnvironment } from "../../config/environment";

/** Helpers of the local tests. */

/** How a command ended. */
export interface Ended {
  /** 128 and the signal's number where a signal ended it. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Both, as they came. */
  readonly output: string;
}

/** A command that runs. */
export interface Started {
  /** Ctrl-C on its terminal: every process of the foreground group hears it. */
  readonly interrupt: () => void;
  readonly ended: Promise<Ended>;
  /** Resolves as soon as the output has this in it; rejects where the command ends before. */
  readonly says: (wanted: RegExp) => Promise<void>;
}

/** A copy of this working tree in a folder of its own, as a new user has it: no node_modules, no .local. */
export class Clone {
  readonly root: string;
  readonly #digests: ReadonlyMap<string, string>;
  readonly #environment: Record<string, string>;

  /** @param changes environment variables of its commands */
  constructor(repository: string, changes: Record<string, string>) {
    this.root = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "kubeflow-clone-")), "clone");
    this.#environment = childEnvironment({ ...changes, CI: "true" });
    const list = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
      cwd: repository,
      encoding: "utf8",
    });
    for (const file of list.split("\0").filter((name) => fs.existsSync(path.join(repository, name)))) {
      const target = path.join(this.root, file);
      if (file !== "") {
        fs.mkdirSync(path.dirname(target), { recursive: true });
        fs.copyFileSync(path.join(repository, file), target);
      }
    }
    this.#digests = this.digests();
  }

  /** Path of a file in the clone. */
  path(...parts: string[]): string {
    return path.join(this.root, ...parts);
  }

  /** Starts `npm run …` in the clone. */
  start(command: string, ...args: string[]): Started {
    return this.startWith({}, command, ...args);
  }

  /** Starts `npm run …` with further environment variables. */
  startWith(changes: Record<string, string>, command: string, ...args: string[]): Started {
    const child = spawn("npm", ["run", "--silent", command, "--", ...args], {
      cwd: this.root,
      env: { ...this.#environment, ...changes },
      stdio: ["ignore", "pipe", "pipe"],
      // A process group of its own, as a terminal makes one for each command.
      detached: true,
    });
    const interrupt = (): void => {
      assert.ok(child.pid !== undefined);
      process.kill(-child.pid, "SIGINT");
    };
    const texts = { stdout: "", stderr: "", output: "" };
    for (const name of ["stdout", "stderr"] as const) {
      child[name].on("data", (chunk: Buffer) => {
        texts[name] += chunk.toString();
        texts.output += chunk.toString();
      });
    }
    const ended = new Promise<Ended>((resolve) => {
      child.on("close", (code, signal) => {
        resolve({ code: code ?? 128 + (signal === null ? 0 : os.constants.signals[signal]), ...texts });
      });
    });
    return { interrupt, ended, says: (wanted) => waitFor(wanted, texts, ended) };
  }

  /** Runs `npm run …` to its end. */
  run(command: string, ...args: string[]): Promise<Ended> {
    return this.start(command, ...args).ended;
  }

  /** Files that are not as they were copied, and files that have come to them. */
  changedFiles(): string[] {
    const now = this.digests();
    const names = new Set([...now.keys(), ...this.#digests.keys()]);
    return [...names].filter((name) => now.get(name) !== this.#digests.get(name));
  }

  /** Processes whose command line names the clone, but for the shells around them. */
  processes(): string[] {
    const all = execFileSync("ps", ["-eo", "pid=,args="], { encoding: "utf8" });
    return all.split("\n").filter((line) => line.includes(this.root));
  }

  /** Deletes the clone. */
  remove(): void {
    fs.rmSync(path.dirname(this.root), { recursive: true, force: true });
  }

  private digests(): Map<string, string> {
    const found = new Map<string, string>();
    const visit = (folder: string): void => {
      for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
        const file = path.join(folder, entry.name);
        if (entry.isDirectory() && !["node_modules", ".local"].includes(entry.name)) {
          visit(file);
        } else if (entry.isFile()) {
          const digest = createHash("sha256").update(fs.readFileSync(file)).digest("hex");
          found.set(path.relative(this.root, file), digest);
        }
      }
    };
    visit(this.root);
    return found;
  }
}

function waitFor(wanted: RegExp, texts: { readonly output: string }, ended: Promise<Ended>): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = setInterval(() => {
      if (wanted.test(texts.output)) {
        clearInterval(look);
        resolve();
      }
    }, 50);
    void ended.then(({ code }) => {
      clearInterval(look);
      reject(new Error(`it ended with ${code} without saying ${String(wanted)}:\n${texts.output}`));
    });
  });
}
