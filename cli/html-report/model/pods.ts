import type { KubeObject } from "../../../kube";
import { arrayOf, at, objectOf, textOf, type Json } from "../../../plugin/json";
import { parseQuantity } from "../../../kube/quantity";

/** Amounts by resource, in the unit of each. */
export type Amounts = Readonly<Record<string, number>>;

/** Both together. */
export function added(a: Amounts, b: Amounts): Amounts {
  return merged(a, b, (x, y) => x + y);
}

function greatest(a: Amounts, b: Amounts): Amounts {
  return merged(a, b, Math.max);
}

function merged(a: Amounts, b: Amounts, of: (x: number, y: number) => number): Amounts {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return Object.fromEntries([...names].map((name) => [name, of(a[name] ?? 0, b[name] ?? 0)]));
}

/** The amounts that a part of a document says, such as `status.hard`; what is no quantity is left out. */
export function amountsOf(value: Json | undefined): Amounts {
  return Object.fromEntries(
    Object.entries(objectOf(value)).flatMap(([name, text]) => {
      const amount = parseQuantity(text);
      return amount === undefined ? [] : [[name, amount]];
    }),
  );
}

/** Whether a pod has come to its end; then nothing is kept for it. */
export function isOver(pod: KubeObject): boolean {
  return ["Succeeded", "Failed"].includes(textOf(at(pod, "status", "phase")));
}

/**
 * What the scheduler keeps for a pod: all of its containers at once or the greediest step before them, whichever is
 * more, with what its runtime takes (`k8s.io/component-helpers`, resource.PodRequests). Sidecars, containers of the
 * beginning that stay, count in both.
 */
export function requestsOf(pod: KubeObject): Amounts {
  let sidecars: Amounts = {};
  let steps: Amounts = {};
  for (const container of arrayOf(at(pod, "spec", "initContainers"))) {
    if (at(container, "restartPolicy") === "Always") {
      sidecars = added(sidecars, containerRequests(container));
      steps = greatest(steps, sidecars);
    } else {
      steps = greatest(steps, added(sidecars, containerRequests(container)));
    }
  }
  const containers = arrayOf(at(pod, "spec", "containers")).map(containerRequests);
  const together = containers.reduce(added, sidecars);
  return added(greatest(steps, together), amountsOf(at(pod, "spec", "overhead")));
}

/** Who says a limit only, asks for as much: the API server fills that in before anybody reads it. */
function containerRequests(container: Json): Amounts {
  return amountsOf(at(container, "resources", "requests"));
}
