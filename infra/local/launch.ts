import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { stringify } from "yaml";
import { childEnvironment } from "../../config/environment";
import { messageOf } from "../../config/errors";
import { KubeClient } from "../../kube/client";
import { at, textOf } from "../../plugin/json";
import { COMPONENTS, kwokctlConfig, type ClusterPorts, type ClusterTools } from "./control-plane";
import type { SimulatedClusterInputs } from "./inputs";
import { embeddedKubeconfig, type Kubeconfig } from "./kubeconfig";
import type { ClusterLayout } from "./layout";
import { portAnswers } from "./ports";
import { lastLogLines, processesOf, removeDeadPidFiles } from "./processes";
import { volumeStages } from "./storage";

const run = promisify(execFile);

const KWOKCTL_TIMEOUT_MS = 60_000;
const ANSWER_TIMEOUT_MS = 90_000;

/** A cluster whose API server answers and whose controllers are at work. */
export interface RunningCluster {
  readonly client: KubeClient;
  readonly kubeconfig: Kubeconfig;
  /** UID of the namespace kube-system: no other cluster has it, and it stays as long as the cluster does. */
  readonly identifier: string;
}

/** A cluster did not start; the message holds the last words of the process that failed. */
export class StartError extends Error {
  override readonly name = "StartError";
}

/** Starts the processes of a cluster that is not there yet. @throws StartError */
export async function createProcesses(
  layout: ClusterLayout,
  tools: ClusterTools,
  ports: ClusterPorts,
  inputs: SimulatedClusterInputs,
): Promise<void> {
  fs.mkdirSync(layout.root, { recursive: true });
  const config = kwokctlConfig(layout, tools, ports, inputs.kubernetesVersion);
  fs.writeFileSync(layout.kwokctlConfig, stringify(config));
  fs.writeFileSync(layout.noKubectl, "#!/bin/sh\nexit 0\n", { mode: 0o755 });
  writeStages(layout, inputs);
  await kwokctl(layout, tools, [
    "create",
    "cluster",
    `--config=${layout.kwokctlConfig}`,
    // Leases keep several kwoks apart. With them a kwok that was started again waits 40 s for its own old ones.
    // (As an option: in the configuration kwokctl takes 0 for "not given".)
    "--node-lease-duration-seconds=0",
    `--kubeconfig=${layout.rawKubeconfig}`,
  ]);
}

/** Starts those processes of a cluster that do not run. @throws StartError */
export async function startProcesses(layout: ClusterLayout, tools: ClusterTools): Promise<void> {
  removeDeadPidFiles(layout);
  // The tools may have moved since: another PATH, a cache that was cleaned and filled again.
  for (const { name, tool } of COMPONENTS) {
    const link = path.join(layout.bin, name);
    fs.rmSync(link, { force: true });
    fs.symlinkSync(tools[tool], link);
  }
  await kwokctl(layout, tools, ["start", "cluster"]);
}

/**
 * Waits until a cluster that was started can be used: the API server answers, and the controller manager has done
 * its first work.
 * @throws StartError
 */
export async function connect(
  layout: ClusterLayout,
  name: string,
  signal?: AbortSignal,
): Promise<RunningCluster> {
  const kubeconfig = embeddedKubeconfig(layout.rawKubeconfig, name);
  const client = KubeClient.fromKubeconfig(kubeconfig.content);
  const deadline = Date.now() + ANSWER_TIMEOUT_MS;
  const { hostname, port } = new URL(kubeconfig.endpoint);
  let lastError = "";
  for (;;) {
    const dead = processesOf(layout).find((one) => !one.alive);
    if (dead !== undefined || Date.now() > deadline) {
      await client.close();
      throw failedToStart(layout, dead?.component, lastError);
    }
    // The client pauses longer and longer between attempts; a server that is just starting is asked steadily.
    if (!(await portAnswers(Number(port), hostname))) {
      await sleep(50, undefined, { signal });
      continue;
    }
    try {
      const system = await client.get({ apiVersion: "v1", kind: "Namespace", name: "kube-system" }, signal);
      const account = await client.get({ ...DEFAULT_ACCOUNT }, signal);
      const identifier = textOf(at(system, "metadata", "uid"));
      if (identifier !== "" && account !== undefined) {
        writeKubeconfig(layout, kubeconfig);
        return { client, kubeconfig, identifier };
      }
      lastError = "its first objects are not there yet";
    } catch (error) {
      signal?.throwIfAborted();
      lastError = messageOf(error);
    }
    await sleep(100, undefined, { signal });
  }
}

/** The controller manager makes this account in every namespace. */
const DEFAULT_ACCOUNT = { apiVersion: "v1", kind: "ServiceAccount", name: "default", namespace: "default" };

function writeStages(layout: ClusterLayout, inputs: SimulatedClusterInputs): void {
  const documents = volumeStages(inputs.storage).map((stage) => stringify(stage));
  fs.writeFileSync(layout.stages, documents.join("---\n"));
}

/** Whoever reads this file is the cluster's administrator. */
function writeKubeconfig(layout: ClusterLayout, { content }: Kubeconfig): void {
  if (!fs.existsSync(layout.kubeconfig) || fs.readFileSync(layout.kubeconfig, "utf8") !== content) {
    fs.rmSync(layout.kubeconfig, { force: true });
    fs.writeFileSync(layout.kubeconfig, content, { mode: 0o600 });
  }
}

async function kwokctl(layout: ClusterLayout, tools: ClusterTools, args: readonly string[]): Promise<void> {
  const name = path.basename(layout.work);
  try {
    await run(tools.kwokctl, [`--name=${name}`, ...args], {
      cwd: layout.root,
      timeout: KWOKCTL_TIMEOUT_MS,
      // A kubectl on PATH would be asked instead of ours; some of them ask for a login. The control plane inherits this
      // environment: what it calls is in the cluster, where no proxy leads.
      env: childEnvironment({ KWOK_WORKDIR: layout.root, PATH: layout.bin, NO_PROXY: "*", no_proxy: "*" }),
    });
  } catch (error) {
    const said = error instanceof Error && "stderr" in error ? String(error.stderr) : "";
    throw failedToStart(layout, undefined, `${messageOf(error)}\n${said}`.trim().slice(-1500));
  }
}

function failedToStart(layout: ClusterLayout, component: string | undefined, detail: string): StartError {
  const suspects = processesOf(layout).filter((one) =>
    component === undefined ? one.component === "kube-apiserver" : one.component === component,
  );
  const lines = suspects.flatMap(({ component: name, log, alive }) => {
    const last = lastLogLines(log).map((line) => `    ${line}`);
    return last.length === 0 ? [] : [`  ${name} (${alive ? "running" : "ended"}) said:`, ...last];
  });
  const what = component === undefined ? `it does not answer: ${detail}` : `${component} ended`;
  return new StartError([`The simulated cluster could not be started: ${what}`, ...lines].join("\n"));
}
