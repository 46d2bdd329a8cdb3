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
