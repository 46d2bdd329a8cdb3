import { arrayOf, at, numberOf, objectOf, textOf, type Json } from "../plugin/json";
import type { KubeClient } from "./client";
import { label, namespaceOf, refOf, type KubeObject, type ObjectRef } from "./object";
import { conditionText, containerTrouble, readiness } from "./readiness";

/** Most lines of each sort: what went wrong first and last is nearly always among them. */
const maxEvents = 5;
const maxPods = 3;

/**
 * Why an object isn't ready: what it says itself, its conditions, its events, and those of the pods
 * that it owns. A few short lines for people; empty if there is nothing to tell.
 *
 * @param target an object or a reference to one
 * @param signal ends the search
 * @throws KubeError, UserError if the server can't be asked
 */
export async function explain(
  client: KubeClient,
  target: ObjectRef,
  signal?: AbortSignal,
): Promise<string[]> {
  const object = await client.get(target, signal);
  if (object === undefined) {
    return [`${label(target)} is not there`];
  }
  const { ready, message } = readiness(object);
  if (ready) {
    return [];
  }
  const owned = await ownedObjects(client, object, signal);
  const pods = owned.filter((candidate) => candidate.kind === "Pod" && !readiness(candidate).ready);
  const others = owned.filter((candidate) => candidate.kind !== "Pod");
  const events = await eventsOf(client, [object, ...others, ...pods.slice(0, maxPods)], signal);
  return [
    `${label(refOf(object))} ${message}`,
    ...badConditions(object),
    ...eventLines(events, object),
    ...others.flatMap((other) => [...badConditions(other), ...eventLines(events, other)].map(about(other))),
    ...pods
      .slice(0, maxPods)
      .flatMap((pod) =>
        [
          readiness(pod).message,
          ...badConditions(pod, containerTrouble(pod).length === 0),
          ...eventLines(events, pod),
        ].map(about(pod)),
      ),
    ...(pods.length > maxPods ? [`and ${pods.length - maxPods} more pods that are not ready`] : []),
  ].map((line, i) => (i === 0 ? line : `  ${line}`));
}

function about(object: KubeObject): (line: string) => string {
  return (line) => `${label(refOf(object))}: ${line}`;
}

/** Conditions that say that something is wrong; of a kind whose True is bad news, those that are True. */
function badConditions(object: KubeObject, wanted = true): string[] {
  const badWhenTrue = /Failure|Failed|Pressure|Stalled|Terminating|Unavailable$/;
  return arrayOf(at(object, "status", "conditions"))
    .filter((entry) => {
      const status = textOf(at(entry, "status"));
      return wanted && (badWhenTrue.test(textOf(at(entry, "type"))) ? status === "True" : status === "False");
    })
    .map((entry) => `condition ${conditionText(entry)}`);
}

/** What the object made: a Deployment's ReplicaSets and their pods, and so on, as far as pods go. */
async function ownedObjects(
  client: KubeClient,
  object: KubeObject,
  signal: AbortSignal | undefined,
): Promise<KubeObject[]> {
  const namespace = namespaceOf(object);
  const selector = selectorText(objectOf(at(object, "spec", "selector")));
  if (namespace === undefined || selector === "" || !/^(apps|batch)\//.test(object.apiVersion)) {
    return [];
  }
  const options = { namespace, labelSelector: selector, signal };
  const [sets, pods] = await Promise.all([
    object.kind === "Deployment" ? client.list("apps/v1", "ReplicaSet", options) : [],
    client.list("v1", "Pod", options),
  ]);
  const mine = sets.filter((set) => ownedBy(set, [object]) && numberOf(at(set, "spec", "replicas")) > 0);
  return [...mine, ...pods.filter((pod) => ownedBy(pod, [object, ...mine]))];
}

function ownedBy(object: KubeObject, owners: readonly KubeObject[]): boolean {
  return arrayOf(object.metadata.ownerReferences).some((reference) =>
    owners.some((owner) => owner.metadata.uid === at(reference, "uid")),
  );
}

function selectorText(selector: Json): string {
  const labels = Object.entries(objectOf(at(selector, "matchLabels"))).map(
    ([key, value]) => `${key}=${textOf(value)}`,
  );
  const expressions = arrayOf(at(selector, "matchExpressions")).map((expression) => {
    const key = textOf(at(expression, "key"));
    const values = arrayOf(at(expression, "values")).map((value) => textOf(value));
    switch (textOf(at(expression, "operator"))) {
      case "In":
        return `${key} in (${values.join(",")})`;
      case "NotIn":
        return `${key} notin (${values.join(",")})`;
      case "DoesNotExist":
        return `!${key}`;
      default:
        return key;
    }
  });
  return [...labels, ...expressions].join(",");
}

async function eventsOf(
  client: KubeClient,
  objects: readonly KubeObject[],
  signal: AbortSignal | undefined,
): Promise<KubeObject[]> {
  const lists = objects.map(async (object) => {
    const fieldSelector = `involvedObject.uid=${textOf(object.metadata.uid)}`;
    // Events about objects of the whole cluster are kept in `default`.
    return client.list("v1", "Event", { namespace: namespaceOf(object) ?? "default", fieldSelector, signal });
  });
  return (await Promise.all(lists)).flat();
}

/** The latest warnings about an object; other events only if there is no warning. */
function eventLines(events: readonly KubeObject[], object: KubeObject): string[] {
  const mine = events
    .filter((event) => at(event, "involvedObject", "uid") === object.metadata.uid)
    .sort((a, b) => timeOf(a).localeCompare(timeOf(b)));
  const warnings = mine.filter((event) => event.type === "Warning");
  const lines = (warnings.length > 0 ? warnings : mine).map((event) => {
    const count = numberOf(event.count, 1);
    return `event ${textOf(event.reason)}: ${textOf(event.message)}${count > 1 ? ` (${count} times)` : ""}`;
  });
  return [...new Set(lines)].slice(-maxEvents);
}

function timeOf(event: KubeObject): string {
  return textOf(event.lastTimestamp) || textOf(event.eventTime) || textOf(event.metadata.creationTimestamp);
}
