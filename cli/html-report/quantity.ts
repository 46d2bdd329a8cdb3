/** Powers of ten and of two that a Kubernetes quantity can end with (apimachinery, resource.Quantity). */
const suffixes: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

const form = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:([eE][+-]?\d+)|([numkMGTPE]|[KMGTPE]i)?)$/;

/** A Kubernetes quantity in its unit: cores, bytes, pieces. Undefined for what is none. */
export function parseQuantity(value: unknown): number | undefined {
  if (typeof value === "number") {
    return value;
  }
  const [, number, exponent, suffix = ""] = form.exec(typeof value === "string" ? value : "") ?? [];
  const factor = suffixes[suffix];
  return number === undefined || factor === undefined
    ? undefined
    : exponent === undefined
      ? Number(number) * factor
      : Number(number + exponent);
}

/** Whether amounts of a resource are bytes, such as `memory` and `requests.storage`. */
function isBytes(resource: string): boolean {
  return /(^|\.)(memory|storage|ephemeral-storage)$/.test(resource);
}

/** The unit that amounts of a resource are told in; empty for what is counted. */
export function unitOf(resource: string): string {
  return isBytes(resource) ? "GiB" : /(^|\.)cpu$/.test(resource) ? "cores" : "";
}

/** An amount of a resource as people read it, in {@link unitOf}'s unit: two digits behind the point at most. */
export function amountText(resource: string, amount: number): string {
  const value = isBytes(resource) ? amount / 2 ** 30 : amount;
  return value.toLocaleString("en-US", {
    maximumFractionDigits: value !== 0 && Math.abs(value) < 10 ? 2 : 1,
  });
}

/** A resource as people call it: `requests.nvidia.com/gpu` is `GPU`. */
export function resourceText(resource: string): string {
  const name = resource.replace(/^requests\./, "");
  const names: Readonly<Record<string, string>> = {
    cpu: "CPU",
    memory: "Memory",
    storage: "Storage",
    pods: "Pods",
    "nvidia.com/gpu": "GPU",
    "ephemeral-storage": "Disk",
  };
  return names[name] ?? name;
}
