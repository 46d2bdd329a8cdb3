import * as z from "zod";

/** Region → the letters of its Availability Zones. */
const Zones = z.record(z.string(), z.string().regex(/^[a-z]+$/));

const count = z.int().positive();

const Type = z.strictObject({
  vcpu: count,
  memoryMiB: count,
  arch: z.enum(["amd64", "arm64"]),
  /** Network interfaces of the default card, and addresses of each. */
  eni: z.tuple([count, count]),
  gpu: z.strictObject({ product: z.string().min(1), count, memoryMiB: count }).optional(),
  efa: z.strictObject({ count, firstCard: z.int().nonnegative() }).optional(),
  nvmeGiB: count.optional(),
  capacityBlocks: z.literal(true).optional(),
  clusterPlacement: z.literal(true).optional(),
  /** Which of the offering patterns. */
  offered: z.int().nonnegative(),
});

const head = {
  source: z.string().min(1),
  date: z.iso.date(),
};

/** instance-types.json, as refresh.py writes it. */
export const InstanceTypesFile = z.strictObject({ ...head, types: z.record(z.string(), Type) });

/** instance-offerings.json, as refresh.py writes it. */
export const InstanceOfferingsFile = z.strictObject({
  ...head,
  /** null where no offerings are recorded for a region. */
  regions: z.record(
    z.string(),
    z
      .string()
      .regex(/^[a-z]+$/)
      .nullable(),
  ),
  patterns: z.array(Zones),
});
