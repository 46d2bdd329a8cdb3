import * as path from "node:path";
import { Argument, Command, CommanderError, Option } from "commander";
import { UserError } from "../config/errors";
import { localEnvironment } from "./environments";

/** What the command line can do. */
export const commandNames = [
  "up",
  "preview",
  "destroy",
  "status",
  "inventory",
  "doctor",
  "cost",
  "manifests",
] as const;

/** One of the commands. */
export type CommandName = (typeof commandNames)[number];

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
  readonly cluster: ClusterChoice | undefined;
}

/** What `manifests` can do. */
export const manifestsActions = ["lock", "images"] as const;

/** What `manifests` shall do. */
export interface ManifestsRequest {
  readonly action: (typeof manifestsActions)[number];
  /** No environment was named: all of them are meant. */
  readonly everywhere: boolean;
}

/** What somebody asked for. */
export interface Invocation {
  readonly command: CommandName;
  readonly environment: string;
  readonly flags: Flags;
  /** Of `manifests` only. */
  readonly manifests?: ManifestsRequest;
}

interface RawFlags {
  readonly json?: true;
  readonly yes?: true;
  readonly verbose?: true;
  readonly showSecrets?: true;
  readonly refresh?: true;
  readonly html?: string | true;
  readonly cluster?: ClusterChoice["kind"];
  readonly kubeconfig?: string;
  readonly context?: string;
}

type FlagName = keyof RawFlags;

const options: Record<FlagName, () => Option> = {
  json: () => new Option("--json", "print the result as JSON on stdout; progress goes to stderr"),
  yes: () => new Option("-y, --yes", "don't ask before changing an AWS environment"),
  verbose: () => new Option("-v, --verbose", "show the engine's own output too"),
  showSecrets: () => new Option("--show-secrets", "show generated credentials in clear"),
  refresh: () => new Option("--refresh", "first compare the state with what really exists"),
  html: () =>
    new Option(
      "--html [file]",
      "write all of it as one HTML page too (default: .local/status-local.html; status-<env>.html elsewhere)",
    ),
  cluster: () =>
    new Option("--cluster <kind>", "which cluster `local` runs on (remembered until destroy)").choices([
      "simulated",
      "existing",
      "kind",
    ]),
  kubeconfig: () => new Option("--kubeconfig <file>", "with --cluster existing: the kubeconfig to read"),
  context: () => new Option("--context <name>", "with --cluster existing: the context in it"),
};

const clusterFlags = ["cluster", "kubeconfig", "context"] as const;

const descriptions: Record<CommandName, { readonly text: string; readonly flags: readonly FlagName[] }> = {
  up: {
    text: "bring an environment up: infra, then platform, then workloads",
    flags: ["yes", "refresh", ...clusterFlags, "json", "verbose"],
  },
  preview: {
    text: "show what up would change",
    flags: ["refresh", ...clusterFlags, "json", "verbose"],
  },
  destroy: { text: "delete an environment: workloads, platform, infra", flags: ["yes", "json", "verbose"] },
  status: { text: "show what is up and how it does", flags: ["html", "showSecrets", "json"] },
  cost: {
    text: "what an environment on AWS costs a month when nobody uses it; credentials only add real-time prices",
    flags: ["json"],
  },
  inventory: {
    text: "list every resource of an environment; needs no credentials, cluster or engine",
    flags: [...clusterFlags, "json"],
  },
  doctor: { text: "check all that up needs", flags: [...clusterFlags, "json"] },
  manifests: {
    text: "lock: ask registries for the digests of all images and write images.lock.json; images: list the images",
    flags: ["json"],
  },
};

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
      command.addOption(options[flag]());
    }
    command.action(() => {
      const [action, environment = localEnvironment] =
        name === "manifests" ? command.args : [undefined, ...command.args];
      const flags = readFlags(command.opts<RawFlags>(), environment);
      const found = manifestsActions.find((known) => known === action);
      const manifests = found && { action: found, everywhere: command.args.length < 2 };
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

function readFlags(raw: RawFlags, environment: string): Flags {
  const cluster = readCluster(raw);
  if (cluster !== undefined && environment !== localEnvironment) {
    throw new UserError(
      `--cluster is for ${localEnvironment}: the cluster of "${environment}" is described in Pulumi.${environment}.yaml`,
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
