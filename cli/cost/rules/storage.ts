import { at, numberAt, textAt } from "../inputs";
import { perUse, type Rule, standing, unknown } from "../quantities";
import type { ServiceName } from "../prices/services";

const PERSISTENT_SSD: Readonly<Record<number, ServiceName>> = {
  125: "lustre125",
  250: "lustre250",
  500: "lustre500",
  1000: "lustre1000",
};

const fileSystem: Rule = (resource) => {
  const provisioned = numberAt(resource.inputs, "provisionedThroughputInMibps");
  return [
    perUse("storage", resource, "efsStandard"),
    ...(provisioned === undefined ? [] : [standing("storage", resource, "efsThroughput", provisioned)]),
  ];
};

/** Lustre is paid by its capacity, whatever is in it. */
const lustre: Rule = (resource) => {
  const { inputs } = resource;
  const size = numberAt(inputs, "storageCapacity");
  const deployment = textAt(inputs, "deploymentType") ?? "SCRATCH_1";
  const price: ServiceName | undefined =
    textAt(inputs, "storageType") === "HDD"
      ? undefined
      : deployment.startsWith("SCRATCH")
        ? "lustreScratch"
        : deployment === "PERSISTENT_2"
          ? PERSISTENT_SSD[numberAt(inputs, "perUnitStorageThroughput") ?? 0]
          : undefined;
  return size === undefined || price === undefined
    ? [unknown("storage", resource, `FSx for Lustre ${deployment}`)]
    : [standing("storage", resource, price, size)];
};

const ebsVolume: Rule = (resource) => {
  const type = textAt(resource.inputs, "type") ?? "gp2";
  const size = numberAt(resource.inputs, "size");
  const more = at(resource.inputs, "iops") ?? at(resource.inputs, "throughput");
  return size === undefined || type !== "gp3" || more !== undefined
    ? [unknown("storage", resource, `EBS ${type} volume`)]
    : [standing("storage", resource, "gp3", size)];
};

/** Rules of what keeps data. */
export const storageRules: Readonly<Record<string, Rule>> = {
  "aws:s3/bucket:Bucket": (resource) => [perUse("storage", resource, "s3Standard")],
  "aws:s3/bucketV2:BucketV2": (resource) => [perUse("storage", resource, "s3Standard")],
  "aws:efs/fileSystem:FileSystem": fileSystem,
  "aws:fsx/lustreFileSystem:LustreFileSystem": lustre,
  "aws:ebs/volume:Volume": ebsVolume,
};
