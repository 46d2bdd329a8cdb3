import "./lazy-modules";
import * as path from "node:path";
import { readEnvironment } from "../config/environment";
import { UserError } from "../config/errors";
import { type Invocation, parseArguments } from "./arguments";
import { type CommandContext, isCommand } from "./commands/context";
import { PluginServers } from "./engine/plugin-servers";
import { localEnvironment, requireEnvironment } from "./environments";
import { Interrupt, interruptedExit } from "./interrupt";
import { makeDisplay } from "./progress/make-display";
import { type Repository, repositoryAt } from "./repository";
import { loadModule } from "./rooms";
import { readChoices } from "./settings/choices";
import { ask } from "./terminal/ask";
import { styleOf } from "./terminal/style";

/** The commands that run the engine. */
const engineCommands: ReadonlySet<string> = new Set(["up", "preview", "destroy"]);

/** The command line: reads the arguments, runs the command, ends with its exit code. */
async function main(args: readonly string[]): Promise<number> {
  const print = (text: string): void => {
    process.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
  };
  const interrupt = new Interrupt(
    () => {
      process.stderr.write(
        "\nStopping: what is under way is finished first (Ctrl-C again to end at once) …\n",
      );
    },
    () => {
      endAtOnce();
    },
  );
  interrupt.listen(process);
  // A reader that goes away (… | head) is no reason to leave an environment half done.
  process.stdout.on("error", () => undefined);
  try {
    const invocation = parseArguments(args, print);
    if (invocation === undefined) {
      return 0;
    }
    const repository = repositoryAt();
    const context = contextOf(invocation, repository, interrupt.signal, print);
    const command = loadModule(path.join(__dirname, "commands", `${invocation.command}.ts`));
    if (!isCommand(command)) {
      throw new Error(`commands/${invocation.command}.ts does not export run`);
    }
    const code = await command.run(context);
    return interrupt.signal.aborted ? interruptedExit : code;
  } catch (error) {
    return report(error, interrupt.signal.aborted);
  }
}

function contextOf(
  invocation: Invocation,
  repository: Repository,
  signal: AbortSignal,
  print: (text: string) => void,
): CommandContext {
  const { environment: name, flags, manifests } = invocation;
  const environment = readEnvironment();
  const interactive = process.stdin.isTTY && process.stdout.isTTY && !environment.ci;
  return {
    repository,
    name: requireEnvironment(repository.root, name),
    flags,
    ...(manifests && { manifests }),
    environment,
    display: makeDisplay(flags, environment.ci),
    providers: providersOf(invocation, repository),
    signal,
    print,
    interactive,
    confirm: (question) => (interactive ? ask(question, signal) : Promise.resolve(false)),
  };
}

/** Where `local` is up, it is known which providers a command will need: they start while the command loads. */
function providersOf({ command, environment }: Invocation, repository: Repository): PluginServers {
  const providers = new PluginServers();
  const { plugins } = readChoices(repository.choices);
  if (environment === localEnvironment && engineCommands.has(command) && plugins !== undefined) {
    providers.begin(plugins);
  }
  return providers;
}

/** People's mistakes are told as they stand; anything else is a defect of this program and shows where. */
function report(error: unknown, interrupted: boolean): number {
  const style = styleOf(process.stderr);
  if (error instanceof UserError) {
    process.stderr.write(`${style.bad("✗")} ${error.message}\n`);
    return interrupted ? interruptedExit : error.exitCode;
  }
  if (interrupted) {
    return interruptedExit;
  }
  process.stderr.write(`${style.bad("✗ This is a defect of the command line, not your mistake:")}\n`);
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return 1;
}

/** Started by bootstrap.mjs, this process leads a group with the engine in it: all of it ends. */
function endAtOnce(): void {
  process.stderr.write("Ended. The state of objects under way is unknown; the same command finds out.\n");
  if (process.channel !== undefined) {
    process.kill(-process.pid, "SIGKILL");
  }
  process.exit(interruptedExit);
}

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
