import { namespacePlaceholder } from "../../contract";
import type { Manifest } from "../../manifests";
import type { TenantsConfig } from "../config/tenants";
import { quantity } from "../queues/amounts";

const cores = (count: number) => quantity("cpuMillis", Math.round(count * 1000));
const gibibytes = (count: number) => quantity("memoryMiB", Math.round(count * 1024));

/** What containers of a tenant ask for that don't say so. */
export function limitRange({ requests }: Pick<TenantsConfig, "requests">): Manifest {
  const defaultRequest = { cpu: cores(requests.cpu), memory: gibibytes(requests.memoryGiB) };
  return {
    apiVersion: "v1",
    kind: "LimitRange",
    metadata: { name: "tenant", namespace: namespacePlaceholder },
    spec: { limits: [{ type: "Container", defaultRequest }] },
  };
}

/** The most that a tenant may use, beside the quota of its Profile; none where nothing is limited. */
export function ceilingQuota({ ceiling }: Pick<TenantsConfig, "ceiling">): Manifest[] {
  const { cpu, memoryGiB, gpus, storageGiB } = ceiling;
  const hard = {
    ...(cpu === undefined ? {} : { "requests.cpu": cores(cpu) }),
    ...(memoryGiB === undefined ? {} : { "requests.memory": gibibytes(memoryGiB) }),
    ...(gpus === undefined ? {} : { "requests.nvidia.com/gpu": quantity("accelerators", gpus) }),
    ...(storageGiB === undefined ? {} : { "requests.storage": gibibytes(storageGiB) }),
  };
  return Object.keys(hard).length === 0
    ? []
    : [
        {
          apiVersion: "v1",
          kind: "ResourceQuota",
          metadata: { name: "tenant-ceiling", namespace: namespacePlaceholder },
          spec: { hard },
        },
      ];
}
