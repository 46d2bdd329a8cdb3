import * as fs from "node:fs";
import * as path from "node:path";
import type * as z from "zod";
import { InstanceOfferingsFile, InstanceTypesFile } from "./schema";

/** GPUs of one instance. */
export interface GpuFacts {
  /** Product as GPU feature discovery spells it in the label nvidia.com/gpu.product, such as `NVIDIA-A10G`. */
  readonly product: string;
  /** How many an instance has. */
  readonly count: number;
  /** Memory of each, in MiB. */
  readonly memoryMiB: number;
}

/** An EC2 instance type. */
export interface InstanceFacts {
  /** Such as `g6.xlarge`. */
  readonly name: string;
  readonly vcpu: number;
  readonly memoryMiB: number;
  readonly architecture: "amd64" | "arm64";
  /** Absent on types without NVIDIA GPUs. */
  readonly gpu?: GpuFacts | undefined;
  /** Elastic Fabric Adapters: how many, on as many network cards one after the other; absent where there are none. */
  readonly efa?: { readonly count: number; readonly firstCard: number } | undefined;
  /** Local NVMe disks together, in GiB; 0 where there are none. */
  readonly nvmeGiB: number;
  /** Network interfaces that the default network card can have. */
  readonly interfaces: number;
  /** IPv4 addresses that one network interface can have. */
  readonly addressesPerInterface: number;
  /** Whether EC2 sells Capacity Blocks of it. */
  readonly capacityBlocks: boolean;
  /** Whether it can be in a cluster placement group. */
  readonly clusterPlacement: boolean;
}

/**
 * What is known about AWS' regions and instance types, as of a date.
 *
 * Names of Availability Zones differ between accounts: an account's us-west-2a may be another's us-west-2b. What is
 * said about zones is therefore a hint for choosing; what is said about regions holds for every account.
 */
export interface AwsFacts {
  /** Where this comes from. */
  readonly source: string;
  /** As of when, as yyyy-mm-dd. */
  readonly date: string;
  /** All regions, sorted. */
  readonly regions: readonly string[];
  /** All instance types, of general, compute and memory families and with NVIDIA GPUs; bare metal is left out. */
  readonly instanceTypes: readonly string[];
  /** The zones of a region; empty where there is no such region, or none are recorded for it. */
  zonesOf(region: string): readonly string[];
  /** Whether anything is recorded about what a region offers; newer regions and other partitions have nothing. */
  hasOfferings(region: string): boolean;
  /** An instance type by its name. */
  instanceType(name: string): InstanceFacts | undefined;
  /** The regions where an instance type is offered, of those with recorded offerings. */
  regionsOffering(name: string): readonly string[];
  /** The zones of a region where an instance type is offered. A hint, see above. */
  zonesOffering(name: string, region: string): readonly string[];
}

/** The facts in this folder, read and checked when they are asked for the first time. */
export const awsFacts: () => AwsFacts = once(() =>
  factsOf(
    InstanceTypesFile.parse(readJson("instance-types.json")),
    InstanceOfferingsFile.parse(readJson("instance-offerings.json")),
  ),
);

/** The pure part of {@link awsFacts}. */
export function factsOf(
  types: z.output<typeof InstanceTypesFile>,
  offerings: z.output<typeof InstanceOfferingsFile>,
): AwsFacts {
  const byName = new Map(Object.entries(types.types));
  const pattern = (name: string) => offerings.patterns[byName.get(name)?.offered ?? -1] ?? {};
  return {
    source: types.source,
    date: types.date,
    regions: Object.keys(offerings.regions).sort(),
    instanceTypes: [...byName.keys()],
    zonesOf: (region) => zoneNames(region, offerings.regions[region] ?? ""),
    hasOfferings: (region) => (offerings.regions[region] ?? "") !== "",
    instanceType: (name) => {
      const type = byName.get(name);
      return type === undefined ? undefined : instanceFacts(name, type);
    },
    regionsOffering: (name) => Object.keys(pattern(name)).sort(),
    zonesOffering: (name, region) => zoneNames(region, pattern(name)[region] ?? ""),
  };
}

function instanceFacts(
  name: string,
  type: z.output<typeof InstanceTypesFile>["types"][string],
): InstanceFacts {
  const [interfaces, addressesPerInterface] = type.eni;
  return {
    name,
    vcpu: type.vcpu,
    memoryMiB: type.memoryMiB,
    architecture: type.arch,
    gpu: type.gpu,
    efa: type.efa,
    nvmeGiB: type.nvmeGiB ?? 0,
    interfaces,
    addressesPerInterface,
    capacityBlocks: type.capacityBlocks ?? false,
    clusterPlacement: type.clusterPlacement ?? false,
  };
}

function zoneNames(region: string, letters: string): string[] {
  return Array.from(letters, (letter) => `${region}${letter}`);
}

function readJson(file: string): unknown {
  return JSON.parse(fs.readFileSync(path.join(__dirname, file), "utf8"));
}

function once<Value>(make: () => Value): () => Value {
  const made: Value[] = [];
  return () => {
    const [value = make()] = made;
    made[0] = value;
    return value;
  };
}
