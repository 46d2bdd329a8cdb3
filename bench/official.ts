import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { readEnvironment } from "../config/environment";
import { createCluster, deleteCluster } from "../infra/local/cluster";
import type { ClusterTools } from "../infra/local/control-plane";
import { DEFAULT_POOLS } from "../infra/local/nodes";
import { DEFAULT_STORAGE } from "../infra/local/storage";
import { KubeClient, readiness } from "../kube";
import { medianOf, repeats } from "./median";
import { findRelease, locateSource, obtainSource } from "../manifests";

/** Seconds between two tries, as upstream's README has it. */
const retrySeconds = 20;
const pollMs = 250;

/** How long one run of the loop took, and in how many tries. */
export interface LoopFigures {
  readonly seconds: number;
  readonly tries: number;
}

/** What {@link measureOfficial} measured. */
export interface OfficialFigures {
  readonly first: LoopFigures;
  /** With nothing changed: the median of several runs. */
  readonly again: LoopFigures;
  /** Objects of upstream's example. */
  readonly objects: number;
}

/**
 * Installs upstream's example the way its README says, on an empty cluster like ours: `kustomize build`, then
 * `kubectl apply --server-side`, again after 20 s until it succeeds; then the same with nothing changed.
 */
export async function measureOfficial(
  tools: ClusterTools & Readonly<Record<"kubectl" | "kustomize", string>>,
  say: (text: string) => void,
): Promise<OfficialFigures> {
  const source = locateSource(findRelease("26.03"), readEnvironment());
  await obtainSource(source);
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), "bench-official-"));
  try {
    const cluster = await createCluster(
      {
        name: "bench",
        directory,
        kubernetesVersion: "1.35",
        nodes: [...DEFAULT_POOLS],
        storage: [...DEFAULT_STORAGE],
      },
      { tools },
    );
    const kubeconfig = path.join(directory, "kubeconfig");
    const manifests = path.join(directory, "example.yaml");
    const once = async (): Promise<LoopFigures> => {
      const started = Date.now();
      for (let tries = 1; ; tries++) {
        await run(tools.kustomize, ["build", path.join(source.directory, "example"), "-o", manifests]);
        const apply = [
          "--kubeconfig",
          kubeconfig,
          "apply",
          "--server-side",
          "--force-conflicts",
          "-f",
          manifests,
        ];
        if ((await run(tools.kubectl, apply, false)) === 0) {
          await deploymentsAvailable(cluster.kubeconfig);
          return { seconds: (Date.now() - started) / 1000, tries };
        }
        say(`  try ${tries} was refused; the next one in ${retrySeconds} s`);
        await sleep(retrySeconds * 1000);
      }
    };
    const first = await once();
    const again = await medianOf(repeats, once, ({ seconds }) => seconds);
    const objects = fs.readFileSync(manifests, "utf8").match(/^kind: /gm)?.length ?? 0;
    return { first, again, objects };
  } finally {
    await deleteCluster(directory);
    fs.rmSync(directory, { recursive: true, force: true });
  }
}

async function deploymentsAvailable(kubeconfig: string): Promise<void> {
  const client = KubeClient.fromKubeconfig(kubeconfig);
  try {
    for (;;) {
      const deployments = await client.list("apps/v1", "Deployment");
      if (deployments.every((deployment) => readiness(deployment).ready)) {
        return;
      }
      await sleep(pollMs);
    }
  } finally {
    await client.close();
  }
}

async function run(command: string, args: readonly string[], mustSucceed = true): Promise<number> {
  const child = spawn(command, args, { stdio: "ignore" });
  const code = await new Promise<number>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) => {
      resolve(status ?? 1);
    });
  });
  if (mustSucceed && code !== 0) {
    throw new Error(`${path.basename(command)} ${args[0] ?? ""} ended with ${code}`);
  }
  return code;
}
