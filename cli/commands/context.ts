import type { Environment } from "../../config/environment";
import type { Flags, ManifestsRequest } from "../arguments";
import type { PluginServers } from "../engine/plugin-servers";
import type { Display } from "../progress/display";
import type { Repository } from "../repository";

/** What every command gets. */
export interface CommandContext {
  readonly repository: Repository;
  /** Name of the environment; it exists. */
  readonly name: string;
  readonly flags: Flags;
  /** What the command `manifests` shall do. */
  readonly manifests?: ManifestsRequest;
  readonly environment: Environment;
  readonly display: Display;
  /** The providers of `local`. */
  readonly providers: PluginServers;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** Prints the command's result on stdout. */
  readonly print: (text: string) => void;
  /** Asks a question that is answered by yes or no; false without asking where nobody can answer. */
  readonly confirm: (question: string) => Promise<boolean>;
  /** Whether somebody sits there to answer. */
  readonly interactive: boolean;
}

/** What a command's module exports; the number is the exit code. */
export interface CommandModule {
  readonly run: (context: CommandContext) => Promise<number>;
}

/** Whether a loaded module is a command. */
export function isCommand(module: unknown): module is CommandModule {
  return typeof module === "object" && module !== null && "run" in module && typeof module.run === "function";
}
