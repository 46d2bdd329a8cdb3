import { POOL_LABEL } from "../local/nodes";
import type { Mistake } from "../mistake";
import { GPU_RESOURCE, type Taint } from "./pool";

/** A label's or taint's key as Kubernetes accepts it: an optional DNS name before a slash, and a name. */
const KEY =
  /^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;

const VALUE = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;

/** Domains whose labels Kubernetes, EKS or Karpenter give to nodes themselves, and refuse from others. */
const TAKEN_DOMAINS = ["kubernetes.io", "k8s.io", "karpenter.sh", "karpenter.k8s.aws", "eks.amazonaws.com"];

/** Domains below those that are free: for labels that a node may be given but not give itself. */
const FREE_DOMAINS = ["node-restriction.kubernetes.io"];

/** What is wrong with the labels of a pool. */
export function labelMistakes(
  pool: readonly (string | number)[],
  labels: Readonly<Record<string, string>>,
): Mistake[] {
  return Object.entries(labels).flatMap(([key, value]) => {
    const path = [...pool, "labels", key];
    return [...keyMistakes(key, "label"), ...ownMistakes(key), ...valueMistakes(value, "label")].map(
      (message) => ({
        path,
        message,
      }),
    );
  });
}

/** What is wrong with the taints of a pool. */
export function taintMistakes(pool: readonly (string | number)[], taints: readonly Taint[]): Mistake[] {
  return taints.flatMap(({ key, value, effect }, index) => {
    const first = taints.findIndex((taint) => taint.key === key && taint.effect === effect);
    return [
      ...keyMistakes(key, "taint"),
      ...valueMistakes(value ?? "", "taint"),
      ...(key === GPU_RESOURCE ? ["GPU pools have it without asking; leave it out"] : []),
      ...(first < index ? [`taints[${first}] has this key and effect already`] : []),
    ].map((message) => ({ path: [...pool, "taints", index], message }));
  });
}

function keyMistakes(key: string, what: string): string[] {
  if (!KEY.test(key)) {
    return [
      `"${key}" is no key of a ${what}: letters, digits, "-", "_" and ".", after an optional DNS name and "/"`,
    ];
  }
  const domain = key.includes("/") ? key.slice(0, key.indexOf("/")) : "";
  const isIn = (domains: readonly string[]) =>
    domains.some((one) => domain === one || domain.endsWith(`.${one}`));
  return isIn(TAKEN_DOMAINS) && !isIn(FREE_DOMAINS)
    ? [`${domain} belongs to Kubernetes, EKS or Karpenter; take a domain of your own`]
    : [];
}

function ownMistakes(key: string): string[] {
  return key === POOL_LABEL || key.startsWith(`${GPU_RESOURCE}.`)
    ? [`nodes get ${key} without asking; leave it out`]
    : [];
}

function valueMistakes(value: string, what: string): string[] {
  return VALUE.test(value)
    ? []
    : [`"${value}" is no value of a ${what}: up to 63 letters, digits, "-", "_" and "."`];
}
