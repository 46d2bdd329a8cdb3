import { setTimeout as sleep } from "node:timers/promises";
import { condition, type KubeClient, type KubeObject, readiness } from "../../../kube";
import { at, equal, numberOf } from "../../../plugin";
import { objectKey, type Snapshot } from "./snapshot";

/** How long the cluster may take for accounts, volumes, pods and quotas of a tenant, in milliseconds. */
const settleMs = 180_000;
/** How often the cluster is asked whether they are there, in milliseconds. */
const pollMs = 200;
/** How long nothing may change before it counts as at rest, in milliseconds: controllers write within a second. */
const restMs = 2000;

/** Kinds whose status the control plane writes some time after the object is there. */
const awaited = [
  { apiVersion: "v1", kind: "PersistentVolumeClaim" },
  { apiVersion: "v1", kind: "ResourceQuota" },
  { apiVersion: "apps/v1", kind: "Deployment" },
  { apiVersion: "apps/v1", kind: "StatefulSet" },
  { apiVersion: "batch/v1", kind: "Job" },
  { apiVersion: "policy/v1", kind: "PodDisruptionBudget" },
] as const;

/** Whether the control plane has said in an object's status all that there is to say as long as nobody changes it. */
export function isSettled(object: KubeObject): boolean {
  const status = (field: string) => at(object, "status", field);
  switch (object.kind) {
    case "ResourceQuota":
      return equal(status("hard"), at(object, "spec", "hard")) && status("used") !== undefined;
    case "PodDisruptionBudget":
      return (
        status("observedGeneration") === object.metadata.generation &&
        numberOf(status("currentHealthy")) >= numberOf(status("expectedPods"))
      );
    case "Job":
      return at(object, "spec", "suspend") === true
        ? at(condition(object, "Suspended"), "status") === "True"
        : readiness(object).ready;
    default:
      return readiness(object).ready;
  }
}

/** Waits until nothing in a tenant is on its way: claims are bound, pods run, Jobs are through, quotas are counted. */
export function settled(client: KubeClient, namespace: string): Promise<void> {
  return until(async () => {
    const lists = await Promise.all(
      awaited.map(({ apiVersion, kind }) => client.list(apiVersion, kind, { namespace })),
    );
    const late = lists.flat().find((object) => !isSettled(object));
    return late === undefined ? undefined : `${objectKey(late)}: ${JSON.stringify(late.status ?? null)}`;
  });
}

/** Looks again and again until two looks in a row see the same: a controller in the midst of its work is no finding. */
export async function atRest(look: () => Promise<Snapshot>, ms = restMs): Promise<Snapshot> {
  let last = await look();
  await until(async () => {
    await sleep(ms);
    const [before, now] = [last, await look()];
    last = now;
    const keys = new Set([...before.keys(), ...now.keys()]);
    const moving = [...keys].find((key) => !equal(before.get(key), now.get(key)));
    return moving === undefined ? undefined : `${moving} changes still`;
  });
  return last;
}

/**
 * Asks until nothing is missing.
 *
 * @throws Error with what is missing still, where it takes longer than three minutes
 */
export async function until(missing: () => Promise<string | undefined>): Promise<void> {
  const deadline = Date.now() + settleMs;
  for (let what = await missing(); what !== undefined; what = await missing()) {
    if (Date.now() > deadline) {
      throw new Error(`not settled in ${settleMs / 1000} s: ${what}`);
    }
    await sleep(pollMs);
  }
}
