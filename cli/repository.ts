import * as path from "node:path";

/** Where things lie in a clone. */
export interface Repository {
  /** The clone's top folder. */
  readonly root: string;
  /** Everything that the command line and the `local` environment write: `.local`. */
  readonly directory: string;
  /** Engine logs, one file a stack and run. */
  readonly logs: string;
  /** Pulumi's file backend of `local`. */
  readonly state: string;
  /** Project files and the configuration of `local`, made from the tracked ones. */
  readonly projects: string;
  /** Passphrase of the secrets in `local`'s state. */
  readonly passphrase: string;
  /** Kubeconfig of the cluster of `local`. */
  readonly kubeconfig: string;
  /** What `local` was brought up with: cluster and plugins, kept until it is destroyed. */
  readonly choices: string;
  /** The page about `local` that `status --html` writes, where it is told no other file. */
  readonly report: string;
  /** Links to the tools of this run, as the Automation API looks for them. */
  readonly tools: string;
}

/** The clone that this file belongs to, unless another one is named. */
export function repositoryAt(root: string = path.resolve(__dirname, "..")): Repository {
  const directory = path.join(root, ".local");
  return {
    root,
    directory,
    logs: path.join(directory, "logs"),
    state: path.join(directory, "state"),
    projects: path.join(directory, "projects"),
    passphrase: path.join(directory, "passphrase"),
    kubeconfig: path.join(directory, "kubeconfig"),
    choices: path.join(directory, "choices.json"),
    report: path.join(directory, "status-local.html"),
    tools: path.join(directory, "tools"),
  };
}

/** The file that a run on an environment holds. */
export function lockFile(repository: Repository, environment: string): string {
  return path.join(repository.directory, `${environment}.lock`);
}
