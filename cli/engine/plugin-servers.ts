import { spawn } from "node:child_process";
import * as path from "node:path";
import { createInterface } from "node:readline";
import * as z from "zod";
import type { PluginPlan } from "../settings/plugins";

const Ports = z.record(z.string(), z.int());

type Variables = Readonly<Record<string, string>>;

/**
 * The providers of `local`, in one process for all three stacks. Left to itself, the engine starts a process for
 * each provider of each stack, one after the other: with nothing to change, a quarter of the time. It attaches
 * to these instead, by the variable that Pulumi has for debugging providers. They end with this process.
 */
export class PluginServers {
  #running: { readonly kind: PluginPlan["kind"]; readonly variables: Promise<Variables> } | undefined;

  /** Starts them ahead of need, so that they load while this process does. */
  begin(kind: PluginPlan["kind"]): void {
    const variables = start(kind);
    // Whoever asks for the variables gets the error; a run that ends before that has nothing to tell.
    variables.catch(() => undefined);
    this.#running = { kind, variables };
  }

  /**
   * What the engine needs in its environment to find them; starts them where they are not there.
   *
   * @throws Error where they don't start
   */
  async variables(kind: PluginPlan["kind"]): Promise<Variables> {
    if (this.#running?.kind !== kind) {
      this.begin(kind);
    }
    return (await this.#running?.variables) ?? {};
  }
}

async function start(kind: PluginPlan["kind"]): Promise<Variables> {
  const entry = path.join(__dirname, "plugin-process.ts");
  const child = spawn(process.execPath, ["--require", "tsx/cjs", entry, kind], {
    cwd: __dirname,
    stdio: ["ignore", "pipe", "inherit"],
    // Ctrl-C in a terminal is for the engine, which then asks its providers to come to an end.
    detached: true,
  });
  process.once("exit", () => child.kill());
  const ports = await new Promise<Record<string, number>>((resolve, reject) => {
    createInterface(child.stdout).once("line", (line) => {
      resolve(Ports.parse(JSON.parse(line)));
    });
    child.once("error", reject);
    child.once("exit", (code) => {
      reject(
        new Error(`the process of the providers ended with ${code ?? "a signal"} before it served them`),
      );
    });
  });
  // It has said all that it has to say, and this process need not live for it.
  child.stdout.destroy();
  child.unref();
  const pairs = Object.entries(ports).map(([name, port]) => `${name}:${port}`);
  return { PULUMI_DEBUG_PROVIDERS: pairs.join(",") };
}
