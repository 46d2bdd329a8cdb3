import { arrayOf, at, numberOf, textOf, type Json } from "../plugin/json";
import type { KubeObject } from "./object";

/** How far an object is. */
export interface Readiness {
  readonly ready: boolean;
  /** What is still missing, or that it is ready; a few words. */
  readonly message: string;
  /** It will not become ready by itself: waiting on is of no use. */
  readonly failed?: boolean;
}

const rules: Readonly<Record<string, (object: KubeObject) => Readiness>> = {
  Deployment: deployment,
  StatefulSet: statefulSet,
  DaemonSet: daemonSet,
  Job: job,
  Pod: pod,
  PersistentVolumeClaim: (object) => phase(object, ["Bound"], ["Lost"]),
  PersistentVolume: (object) => phase(object, ["Available", "Bound"], ["Failed"]),
  Namespace: (object) => phase(object, ["Active"], []),
  Service: service,
  CustomResourceDefinition: crd,
  APIService: (object) => byCondition(object, "Available"),
};

/** The groups of Kubernetes itself: a Service of Knative or a Job of Volcano follows other rules. */
const builtin = /^(v1|(apps|batch|apiextensions\.k8s\.io|apiregistration\.k8s\.io)\/.+)$/;

/**
 * Is this object ready, as far as it tells itself?
 *
 * Kinds without a rule of their own are ready unless they carry a condition `Ready` that isn't True.
 */
export function readiness(object: KubeObject): Readiness {
  if (object.metadata.deletionTimestamp !== undefined) {
    return { ready: false, message: "is being deleted" };
  }
  const rule = builtin.test(object.apiVersion) ? rules[object.kind] : undefined;
  if (rule !== undefined) {
    return rule(object);
  }
  return condition(object, "Ready") === undefined ? ready : byCondition(object, "Ready");
}

const ready: Readiness = { ready: true, message: "ready" };

function waiting(message: string): Readiness {
  return { ready: false, message };
}

function failed(message: string): Readiness {
  return { ready: false, message, failed: true };
}

/** One entry of `status.conditions`, by its type. */
export function condition(object: KubeObject, type: string): Json | undefined {
  return arrayOf(at(object, "status", "conditions")).find((entry) => at(entry, "type") === type);
}

/** A condition in words: `Available=False: MinimumReplicasUnavailable: Deployment does not have …`. */
export function conditionText(entry: Json): string {
  const parts = [
    `${textOf(at(entry, "type"))}=${textOf(at(entry, "status"))}`,
    textOf(at(entry, "reason")),
    textOf(at(entry, "message")),
  ];
  return parts.filter((part) => part !== "").join(": ");
}

function byCondition(object: KubeObject, type: string): Readiness {
  const entry = condition(object, type);
  if (at(entry, "status") === "True") {
    return ready;
  }
  return waiting(entry === undefined ? `waits for condition ${type}` : conditionText(entry));
}

function phase(object: KubeObject, good: readonly string[], bad: readonly string[]): Readiness {
  const current = textOf(at(object, "status", "phase"), "unknown");
  if (good.includes(current)) {
    return ready;
  }
  return bad.includes(current) ? failed(`is ${current}`) : waiting(`is ${current}`);
}

/** The controller hasn't seen the latest change yet, so its status is about the one before. */
function unobserved(object: KubeObject): boolean {
  return numberOf(at(object, "status", "observedGeneration")) < numberOf(object.metadata.generation);
}

function deployment(object: KubeObject): Readiness {
  const wanted = numberOf(at(object, "spec", "replicas"), 1);
  const status = (field: string) => numberOf(at(object, "status", field));
  const progressing = condition(object, "Progressing");
  if (unobserved(object)) {
    return waiting("waits for its controller");
  }
  if (at(progressing, "reason") === "ProgressDeadlineExceeded") {
    return failed(conditionText(progressing ?? null));
  }
  if (status("updatedReplicas") < wanted) {
    return waiting(`${status("updatedReplicas")} of ${wanted} replicas made`);
  }
  if (status("replicas") > status("updatedReplicas")) {
    return waiting(`${status("replicas") - status("updatedReplicas")} old replicas still there`);
  }
  return status("availableReplicas") < wanted
    ? waiting(`${status("availableReplicas")} of ${wanted} replicas available`)
    : ready;
}

function statefulSet(object: KubeObject): Readiness {
  const wanted = numberOf(at(object, "spec", "replicas"), 1);
  const status = (field: string) => numberOf(at(object, "status", field));
  const partition = numberOf(at(object, "spec", "updateStrategy", "rollingUpdate", "partition"));
  const byHand = at(object, "spec", "updateStrategy", "type") === "OnDelete";
  if (unobserved(object)) {
    return waiting("waits for its controller");
  }
  if (!byHand && status("updatedReplicas") < wanted - partition) {
    return waiting(`${status("updatedReplicas")} of ${wanted - partition} replicas updated`);
  }
  return status("readyReplicas") < wanted
    ? waiting(`${status("readyReplicas")} of ${wanted} replicas ready`)
    : ready;
}

function daemonSet(object: KubeObject): Readiness {
  const status = (field: string) => numberOf(at(object, "status", field));
  const wanted = status("desiredNumberScheduled");
  const byHand = at(object, "spec", "updateStrategy", "type") === "OnDelete";
  if (unobserved(object)) {
    return waiting("waits for its controller");
  }
  if (!byHand && status("updatedNumberScheduled") < wanted) {
    return waiting(`${status("updatedNumberScheduled")} of ${wanted} pods updated`);
  }
  return status("numberAvailable") < wanted
    ? waiting(`${status("numberAvailable")} of ${wanted} pods available`)
    : ready;
}

function job(object: KubeObject): Readiness {
  const failure = condition(object, "Failed");
  if (at(failure, "status") === "True") {
    return failed(conditionText(failure ?? null));
  }
  if (at(condition(object, "Complete"), "status") === "True") {
    return ready;
  }
  const active = numberOf(at(object, "status", "active"));
  return waiting(`has not completed, ${active} pods active`);
}

function pod(object: KubeObject): Readiness {
  const current = textOf(at(object, "status", "phase"), "Pending");
  if (current === "Succeeded") {
    return ready;
  }
  if (current === "Failed") {
    return failed(`failed: ${textOf(at(object, "status", "message"), containerTrouble(object).join("; "))}`);
  }
  if (current === "Running" && at(condition(object, "Ready"), "status") === "True") {
    return ready;
  }
  return waiting([`is ${current}`, ...containerTrouble(object)].join("; "));
}

function service(object: KubeObject): Readiness {
  const balanced = at(object, "spec", "type") === "LoadBalancer";
  return balanced && arrayOf(at(object, "status", "loadBalancer", "ingress")).length === 0
    ? waiting("has no load balancer address yet")
    : ready;
}

function crd(object: KubeObject): Readiness {
  const names = condition(object, "NamesAccepted");
  return at(names, "status") === "False"
    ? failed(conditionText(names ?? null))
    : byCondition(object, "Established");
}

/** Why a pod's containers don't run: `container main: ImagePullBackOff: Back-off pulling image …`. */
export function containerTrouble(object: KubeObject): string[] {
  const statuses = [
    ...arrayOf(at(object, "status", "initContainerStatuses")),
    ...arrayOf(at(object, "status", "containerStatuses")),
  ];
  return statuses.flatMap((status) => {
    const state = at(status, "state");
    const stuck = at(state, "waiting") ?? at(state, "terminated") ?? at(status, "lastState", "terminated");
    const done = at(state, "terminated", "exitCode") === 0;
    if (stuck === undefined || done || at(status, "ready") === true) {
      return [];
    }
    const code = at(stuck, "exitCode");
    const parts = [
      `container ${textOf(at(status, "name"))}`,
      textOf(at(stuck, "reason")),
      typeof code === "number" ? `exit code ${code}` : "",
      textOf(at(stuck, "message")),
    ];
    return [parts.filter((part) => part !== "").join(": ")];
  });
}
