import * as fs from "node:fs";
import * as path from "node:path";
import { parseDocument } from "yaml";
import type { Environment } from "../../config/environment";
import { localEnvironment } from "../environments";
import type { Repository } from "../repository";
import { type Room, roomsOf } from "../rooms";
import { ensurePassphrase, localWorkDir } from "../settings/local-projects";

/** One room's stack in one environment. */
export interface StackTarget {
  readonly room: Room;
  /** Name of the stack: the environment's. */
  readonly stack: string;
  /** Folder with the Pulumi.yaml that the engine reads. */
  readonly workDir: string;
  /** Pulumi's state of the stack, where it is a file on this machine. */
  readonly stateFile: string | undefined;
}

/** Where an environment's state is kept, and how the engine gets at it. */
export interface Backend {
  readonly local: boolean;
  /** In the order in which they come up. */
  readonly targets: readonly StackTarget[];
  /** What encrypts the secrets of new stacks, as `secretsprovider` of the environment's file says. */
  readonly secretsProvider: string | undefined;
  /** How many resources the engine works on at once; its own default where this is undefined. */
  readonly parallel: number | undefined;
  /** What the engine finds in its environment besides what this process inherited. */
  readonly variables: Readonly<Record<string, string>>;
}

/** The machine-wide PULUMI_HOME of `local`: plugins are shared by clones; credentials never go there. */
export function localPulumiHome(environment: Environment): string {
  return path.join(environment.cacheDir, "pulumi-home");
}

/** The backend of an environment: files under `.local` for `local`, the user's own for any other. */
export function backendOf(repository: Repository, name: string, environment: Environment): Backend {
  return name === localEnvironment ? localBackend(repository, environment) : userBackend(repository, name);
}

/** Whether a stack has been made. Only known without asking the engine where its state is a file. */
export function isMade(target: StackTarget): boolean | undefined {
  return target.stateFile === undefined ? undefined : fs.existsSync(target.stateFile);
}

/**
 * Locks of the engine that a killed run left behind. Whoever calls this holds the command line's own lock, so
 * nobody is at work on these stacks.
 */
export function removeStaleLocks(repository: Repository): void {
  fs.rmSync(path.join(repository.state, ".pulumi", "locks"), { recursive: true, force: true });
}

/**
 * Checkpoints at every step are skipped for `local` only: with them the engine rewrites the whole state for
 * each of 600 objects. The state is still written when a run ends, in whatever way but a kill.
 */
function localBackend(repository: Repository, environment: Environment): Backend {
  ensurePassphrase(repository);
  fs.mkdirSync(repository.state, { recursive: true });
  return {
    local: true,
    targets: roomsOf(repository.root).map((room) => ({
      room,
      stack: localEnvironment,
      workDir: localWorkDir(repository, room),
      stateFile: path.join(repository.state, ".pulumi", "stacks", room.project, `${localEnvironment}.json`),
    })),
    secretsProvider: undefined,
    // Most of the time is spent waiting for pods: eight at once, the default of two cores, took a third longer.
    parallel: 64,
    variables: {
      PULUMI_HOME: localPulumiHome(environment),
      PULUMI_BACKEND_URL: `file://${repository.state}`,
      // By value: a passphrase that the user exported for other stacks would win over a file.
      PULUMI_CONFIG_PASSPHRASE: fs.readFileSync(repository.passphrase, "utf8"),
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_EXPERIMENTAL: "true",
      PULUMI_SKIP_CHECKPOINTS: "true",
      // Inputs that are as they were need no provider's word: half of the questions of an `up` that changes nothing.
      PULUMI_ENABLE_LEGACY_DIFF: "true",
      PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS: "true",
      // The engine lives for seconds: it collects its garbage less often, for a few hundred MB at most.
      GOGC: "400",
      PULUMI_K8S_CLIENT_QPS: "500",
      PULUMI_K8S_CLIENT_BURST: "1000",
    },
  };
}

function userBackend(repository: Repository, name: string): Backend {
  return {
    local: false,
    targets: roomsOf(repository.root).map((room) => ({
      room,
      stack: name,
      workDir: room.folder,
      stateFile: undefined,
    })),
    secretsProvider: secretsProviderOf(path.join(repository.root, `Pulumi.${name}.yaml`)),
    parallel: undefined,
    variables: { PULUMI_SKIP_UPDATE_CHECK: "true" },
  };
}

function secretsProviderOf(file: string): string | undefined {
  const provider: unknown = parseDocument(fs.readFileSync(file, "utf8")).get("secretsprovider");
  return typeof provider === "string" ? provider : undefined;
}
