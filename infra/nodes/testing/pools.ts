import { NodePoolConfig } from "../../config/nodes";
import { awsFacts } from "../../facts";
import { poolOf, type Pool, type PoolConfig } from "../pool";

/** Pools of the kinds that environments have, as configuration would give them. */

/** A pool's configuration with the schema's defaults. */
export function poolConfig(
  input: Readonly<Record<string, unknown>>,
  more: Partial<PoolConfig> = {},
): PoolConfig {
  return { ...NodePoolConfig.parse(input), ...more };
}

/** A pool with what follows from its types. */
export function pool(config: PoolConfig): Pool {
  return poolOf(config, awsFacts());
}

/** A pool of x86 nodes on spot and on demand. */
export const cpuPool = poolConfig({
  name: "cpu",
  instanceTypes: ["m7i.2xlarge", "m7i.4xlarge"],
  capacityTypes: ["spot", "on-demand"],
  limits: { cpu: 256, memoryGiB: 1024 },
});

/** A pool of Graviton nodes. */
export const armPool = poolConfig({
  name: "arm",
  instanceTypes: ["m7g.2xlarge"],
  limits: { cpu: 64, memoryGiB: 256 },
  operatingSystem: "al2023",
  labels: { "example.com/team": "search" },
  taints: [{ key: "example.com/arm", effect: "PreferNoSchedule" }],
});

/** A pool of GPUs with NVMe disks. */
export const gpuPool = poolConfig({
  name: "gpu",
  instanceTypes: ["g6.xlarge", "g6.12xlarge"],
  limits: { cpu: 192, memoryGiB: 768, gpu: 16 },
});

/** A pool for training over several nodes, on reserved capacity. */
export const trainingPool = poolConfig({
  name: "train",
  instanceTypes: ["p5.48xlarge"],
  capacityTypes: ["reserved"],
  limits: { cpu: 768, memoryGiB: 8192, gpu: 32 },
  efa: true,
  placementGroup: true,
  capacityReservations: { ids: ["cr-0123456789abcdef0"] },
});

/** One of each. */
export const allPools: readonly PoolConfig[] = [cpuPool, armPool, gpuPool, trainingPool];
