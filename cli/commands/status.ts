import * as fs from "node:fs";
import type { PulumiCommand } from "@pulumi/pulumi/automation";
import { messageOf, UserError } from "../../config/errors";
import { connectExisting } from "../../infra/local/existing";
import { KubeClient } from "../../kube";
import { ensureTools } from "../../toolchain";
import type { Backend, StackTarget } from "../engine/backend";
import { backendOf } from "../engine/backend";
import { readOutputs, readStack } from "../engine/read";
import { engineCommand } from "../engine/run";
import { objectsOf, type StackState } from "../engine/state";
import type { SeenObservability } from "../html-report/model/observability";
import type { SeenCluster } from "../html-report/model/report";
import { observe } from "../html-report/observe";
import { type Seen, writeReport } from "../html-report/write";
import { findOut, observabilityStatus } from "../observability/look";
import { readConfiguration, withoutLinks } from "../preflight";
import { type ClusterHealth, clusterHealth } from "../report/cluster-health";
import { type EnvironmentStatus, type StackStatus, statusText } from "../report/status-text";
import { firstLine } from "../terminal/text";
import type { CommandContext } from "./context";
import { localKubeconfig } from "./operate";
import { chosenCluster } from "./session";

const clusterPatience = 15_000;

/** `npm run status`: what is up and how it does. Changes nothing, and waits for no other run. */
export async function run(context: CommandContext): Promise<number> {
  const { status, seen } = await gather(context);
  const html = context.flags.html === undefined ? undefined : await writeReport(context, seen);
  const text = statusText(status, new Date(), context.display.style);
  context.print(
    context.flags.json
      ? JSON.stringify({ ...status, ...(html !== undefined && { html }) }, undefined, 2)
      : [text, ...(html === undefined ? [] : [`\nreport: ${html}`])].join("\n"),
  );
  return 0;
}

interface Gathered {
  readonly status: EnvironmentStatus;
  /** The same and more, for the report. */
  readonly seen: Seen;
}

async function gather(context: CommandContext): Promise<Gathered> {
  const { repository, name, environment, flags } = context;
  const local = name === "local";
  if (local && !fs.existsSync(repository.state)) {
    return {
      status: { environment: name, stacks: [], cluster: undefined },
      seen: { stacks: [], states: [], cluster: undefined },
    };
  }
  const backend = backendOf(repository, name, environment);
  // The state of `local` is in files: the engine is only needed to decrypt what is in them.
  const command = local && !flags.showSecrets ? undefined : await engine(context);
  const read = await Promise.all(backend.targets.map((target) => stackStatus(backend, target, command)));
  const stacks = read.map(({ stack }) => stack);
  const isUp = stacks.some(({ up }) => up);
  const secrets =
    command !== undefined && isUp
      ? await readSecrets(backend, stacks, command, flags.showSecrets)
      : undefined;
  const [asked, observability] = await Promise.all([
    isUp ? health(context, secrets?.kubeconfig) : undefined,
    local ? metricsAndLogs(context) : undefined,
  ]);
  const credentials = secrets?.credentials;
  return {
    status: {
      environment: name,
      stacks,
      cluster: typeof asked === "object" ? asked.health : asked,
      ...(observability && { observability: observability.status }),
      ...(credentials !== undefined && { credentials }),
    },
    seen: {
      stacks,
      states: read.map(({ state }) => state),
      cluster: typeof asked === "object" ? asked.seen : asked,
      ...(observability && { observability }),
    },
  };
}

async function engine({ environment, repository, signal }: CommandContext): Promise<PulumiCommand> {
  const { pulumi } = await ensureTools(["pulumi"], {
    environment: withoutLinks(environment, repository),
    signal,
  });
  return engineCommand(pulumi, repository.tools);
}

async function stackStatus(
  backend: Backend,
  target: StackTarget,
  command: PulumiCommand | undefined,
): Promise<{ readonly stack: StackStatus; readonly state: StackState | undefined }> {
  const state = await readStack(backend, target, command);
  const stack = {
    room: target.room.name,
    up: state !== undefined && state.resources.length > 0,
    objects: state === undefined ? 0 : objectsOf(state).length,
    updated: state?.updated?.toISOString(),
    outputs: state?.outputs ?? {},
  };
  return { stack, state };
}

interface Secrets {
  readonly kubeconfig: string | undefined;
  readonly credentials: unknown;
}

async function readSecrets(
  backend: Backend,
  stacks: readonly StackStatus[],
  command: PulumiCommand,
  show: boolean,
): Promise<Secrets> {
  const outputsOf = async (room: string): Promise<Record<string, unknown>> => {
    const target = backend.targets.find((candidate) => candidate.room.name === room);
    const isUp = stacks.some((stack) => stack.room === room && stack.up);
    if (target === undefined || !isUp) {
      return {};
    }
    const outputs = await readOutputs(backend, target, command);
    return Object.fromEntries(
      Object.entries(outputs).map(([key, output]) => {
        const value: unknown = output.value;
        return [key, value];
      }),
    );
  };
  const { cluster } = await outputsOf("infra");
  const kubeconfig: unknown =
    typeof cluster === "object" && cluster !== null ? Reflect.get(cluster, "kubeconfig") : undefined;
  return {
    kubeconfig: typeof kubeconfig === "string" ? kubeconfig : undefined,
    credentials: show ? (await outputsOf("platform")).credentials : undefined,
  };
}

interface Asked {
  readonly health: ClusterHealth;
  /** Undefined unless a report is wanted. */
  readonly seen: SeenCluster | undefined;
}

/** What the cluster says, or why it says nothing: that too is a status, not a failure of this command. */
async function health(
  context: CommandContext,
  fromOutputs: string | undefined,
): Promise<Asked | string | undefined> {
  let client: KubeClient | undefined;
  try {
    const kubeconfig = localKubeconfig(context) ?? fromOutputs ?? (await existingKubeconfig(context));
    if (kubeconfig === undefined) {
      return undefined;
    }
    client = KubeClient.fromKubeconfig(kubeconfig);
    const signal = AbortSignal.any([context.signal, AbortSignal.timeout(clusterPatience)]);
    const [asked, seen] = await Promise.all([
      clusterHealth(client, signal),
      context.flags.html === undefined ? undefined : observe(client, signal),
    ]);
    return { health: asked, seen };
  } catch (error) {
    return error instanceof UserError ? firstLine(error.message) : messageOf(error);
  } finally {
    await client?.close();
  }
}

/** How Prometheus and Loki are; what they know too, where a report is wanted. */
async function metricsAndLogs({
  repository,
  signal,
  flags,
}: CommandContext): Promise<SeenObservability | undefined> {
  const patient = AbortSignal.any([signal, AbortSignal.timeout(clusterPatience)]);
  const status = await observabilityStatus(repository.directory, patient);
  if (status === undefined) {
    return undefined;
  }
  const runs = status.processes.some(({ alive }) => alive);
  const findings = runs && flags.html !== undefined ? await findOut(status, new Date(), patient) : undefined;
  return { status, findings };
}

/** The kubeconfig of a cluster that `local` runs on without having made it. */
async function existingKubeconfig(context: CommandContext): Promise<string | undefined> {
  if (context.name !== "local") {
    return undefined;
  }
  const { infra } = readConfiguration(context.repository, context.name, chosenCluster(context));
  return infra.cluster.kind === "existing" ? (await connectExisting(infra.cluster)).kubeconfig : undefined;
}
