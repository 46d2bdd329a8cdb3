import * as path from "node:path";
import { Argument, Command, CommanderError } from "commander";
import { UserError } from "../config/errors";
import { releaseVersions } from "../manifests/releases";
import { localEnvironment } from "./environments";
import { type CommandName, commandNames, descriptions, options, type RawFlags } from "./flags";

/** Which cluster `local` runs on, where flags say so. */
export type ClusterChoice =
  | { readonly kind: "simulated" }
  | { readonly kind: "kind" }
  | { readonly kind: "existing"; readonly kubeconfig: string; readonly context: string };

/** The flags of all commands; each command offers those that it knows. */
export interface Flags {
  /** Machine-readable result on stdout; progress goes to stderr. */
  readonly json: boolean;
  /** Don't ask. */
  readonly yes: boolean;
  /** Show the engine's own output. */
  readonly verbose: boolean;
  /** Show generated credentials. */
  readonly showSecrets: boolean;
  /** Compare with what really exists before changing anything. */
  readonly refresh: boolean;
  /** Of `status`: write a report, into this file or, where it is true, into the usual one. */
  readonly html?: string | true;
  /** Of `up`: run Prometheus and Loki beside `local`, or stop them; undefined: as it was. */
  readonly observability?: boolean;
  readonly cluster: ClusterChoice | undefined;
}

/** What `manifests` can do. */
export const manifestsActions = ["lock", "images", "outdated", "compare"] as const;

/** What `manifests` shall do. */
export interface ManifestsRequest {
  readonly action: (typeof manifestsActions)[number];
  /** No environment was named: all of them are meant. */
  readonly everywhere: boolean;
  /** Of `compare`: the release to look at. */
  readonly release?: string;
}

/** What somebody asked for. */
export interface Invocation {
  readonly command: CommandName;
  readonly environment: string;
  readonly flags: Flags;
  /** Of `manifests` only. */
  readonly manifests?: ManifestsRequest;
}

/**
 * Reads the command line. Help is printed; then nothing is to be done and the result is undefined.
 *
 * @throws UserError (exit code 2) for anything that commander rejects
 */
export function parseArguments(args: readonly string[], out: (text: string) => void): Invocation | undefined {
  let invocation: Invocation | undefined;
  const program = new Command("npm run")
    .description("Kubeflow on AWS. Flags go after two dashes: npm run up -- dev --yes")
    .helpCommand(false);
  configure(program, out);
  for (const name of commandNames) {
    const { text, flags } = descriptions[name];
    const command = program.command(name).description(text);
    if (name === "manifests") {
      command
        .addArgument(new Argument("<action>", "what to do").choices(manifestsActions))
        .argument("[env]", "environment: one of the Pulumi.<env>.yaml (default: all of them)");
    } else {
      command.argument("[env]", "environment: one of the Pulumi.<env>.yaml", localEnvironment);
    }
    configure(command, out);
    for (const flag of flags) {
      options[flag]().forEach((option) => command.addOption(option));
    }
    command.action(() => {
      const [action, environment = localEnvironment] =
        name === "manifests" ? command.args : [undefined, ...command.args];
      const raw = command.opts<RawFlags>();
      const flags = readFlags(raw, environment);
      const found = manifestsActions.find((known) => known === action);
      const manifests = found && readManifests(found, command.args.length < 2, raw);
      invocation = { command: name, environment, flags, ...(manifests && { manifests }) };
    });
  }
  try {
    program.parse(args, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) {
      throw error;
    }
    if (error.exitCode !== 0) {
      throw new UserError(error.message.replace(/^error: /, ""), `npm run ${args[0] ?? "up"} -- --help`);
    }
  }
  return invocation;
}

/** Commander neither prints errors nor ends the process: main does both. */
function configure(command: Command, out: (text: string) => void): void {
  command.exitOverride().configureOutput({ writeOut: out, writeErr: () => undefined });
}

function readManifests(
  action: ManifestsRequest["action"],
  everywhere: boolean,
  { release }: RawFlags,
): ManifestsRequest {
  if (release !== undefined && action !== "compare") {
    throw new UserError(`--release is for compare, not for ${action}`, "leave the flag out");
  }
  if (release === undefined && action === "compare") {
    throw new UserError(
      "compare needs to know which release to look at",
      `npm run manifests -- compare --release ${releaseVersions.at(-1) ?? ""}`,
    );
  }
  return { action, everywhere, ...(release !== undefined && { release }) };
}

function readFlags(raw: RawFlags, environment: string): Flags {
  const cluster = readCluster(raw);
  if (cluster !== undefined && environment !== localEnvironment) {
    throw new UserError(
      `--cluster is for ${localEnvironment}: the cluster of "${environment}" is described in Pulumi.${environment}.yaml`,
      "leave the flag out",
    );
  }
  if (raw.observability !== undefined && environment !== localEnvironment) {
    throw new UserError(
      `--observability is for ${localEnvironment}: "${environment}" has what kubeflow-platform:addons and kubeflow-platform:observability say`,
      "leave the flag out",
    );
  }
  if (typeof raw.html === "string" && !raw.html.endsWith(".html")) {
    throw new UserError(
      `--html ${raw.html}: the file's name must end with .html`,
      `an environment goes first: npm run status -- ${raw.html} --html`,
    );
  }
  return {
    json: raw.json ?? false,
    yes: raw.yes ?? false,
    verbose: raw.verbose ?? false,
    showSecrets: raw.showSecrets ?? false,
    refresh: raw.refresh ?? false,
    ...(raw.html !== undefined && { html: raw.html }),
    ...(raw.observability !== undefined && { observability: raw.observability }),
    cluster,
  };
}

function readCluster({ cluster, kubeconfig, context }: RawFlags): ClusterChoice | undefined {
  const named = kubeconfig !== undefined || context !== undefined;
  if (named && cluster !== "existing") {
    throw new UserError(
      `--kubeconfig and --context name an existing cluster, but --cluster is ${cluster ?? "not given"}`,
      "add --cluster existing",
    );
  }
  if (cluster !== "existing") {
    return cluster === undefined ? undefined : { kind: cluster };
  }
  if (kubeconfig === undefined || context === undefined) {
    throw new UserError(
      `--cluster existing needs both --kubeconfig and --context: the ambient kubeconfig is never used`,
      "name the file and the context, such as --kubeconfig ~/.kube/config --context my-cluster",
    );
  }
  return { kind: cluster, kubeconfig: path.resolve(kubeconfig), context };
}
