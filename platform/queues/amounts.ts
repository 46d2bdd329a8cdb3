import type { Amounts as Written } from "../config/queues";

/** An amount of a pool in whole units, so that shares add up to it exactly. */
export interface Amounts {
  /** Thousandths of a CPU. */
  readonly cpuMillis: number;
  /** MiB of memory. */
  readonly memoryMiB: number;
  /** GPUs, or what else the pool has. */
  readonly accelerators: number;
}

/** What an amount consists of. */
export const dimensions = ["cpuMillis", "memoryMiB", "accelerators"] as const;

/** One of them. */
export type Dimension = (typeof dimensions)[number];

/** The key of each in configuration. */
export const writtenAs: Readonly<Record<Dimension, keyof Written>> = {
  cpuMillis: "cpu",
  memoryMiB: "memoryGiB",
  accelerators: "gpu",
};

/** How many units one of configuration's is. */
export const unitsIn: Readonly<Record<Dimension, number>> = {
  cpuMillis: 1000,
  memoryMiB: 1024,
  accelerators: 1,
};

/** Nothing. */
export const nothing: Amounts = { cpuMillis: 0, memoryMiB: 0, accelerators: 0 };

/** An amount made of what a function gives for each dimension. */
export function eachOf(amountOf: (dimension: Dimension) => number): Amounts {
  return {
    cpuMillis: amountOf("cpuMillis"),
    memoryMiB: amountOf("memoryMiB"),
    accelerators: amountOf("accelerators"),
  };
}

/** What configuration gives, and for what it leaves out another amount. */
export function readAmounts(written: Written, otherwise: Amounts): Amounts {
  return eachOf((dimension) => {
    const value = written[writtenAs[dimension]];
    return value === undefined ? otherwise[dimension] : Math.round(value * unitsIn[dimension]);
  });
}

/** All together. */
export function sum(amounts: readonly Amounts[]): Amounts {
  return eachOf((dimension) => amounts.reduce((total, amount) => total + amount[dimension], 0));
}

/** What is left of an amount. */
export function minus(whole: Amounts, part: Amounts): Amounts {
  return eachOf((dimension) => whole[dimension] - part[dimension]);
}

/**
 * A percentage of an amount, rounded down: several that are 100 together are never more than the whole. Percentages
 * count to the hundredth.
 */
export function percentOf(whole: Amounts, percent: number): Amounts {
  const hundredths = Math.round(percent * 100);
  return eachOf((dimension) => Math.floor((whole[dimension] * hundredths) / 10_000));
}

/**
 * An amount as a Kubernetes quantity in canonical form, the one in which the API server and Kueue's webhook write it
 * back: the largest suffix that leaves a whole number, so `1Ti` and not `1024Gi`, and `2k` of two thousand.
 */
export function quantity(dimension: Dimension, units: number): string {
  switch (dimension) {
    case "cpuMillis":
      return withSuffix(units, 1000, ["m", ...decimal]);
    case "memoryMiB":
      return withSuffix(units, 1024, binary);
    case "accelerators":
      return withSuffix(units, 1000, decimal);
  }
}

const decimal = ["", "k", "M", "G"];
const binary = ["Mi", "Gi", "Ti", "Pi"];

/** Suffixes from the unit's own upwards, each of them `step` times the one before. */
function withSuffix(units: number, step: number, [suffix = "", ...larger]: readonly string[]): string {
  if (units === 0) {
    return "0";
  }
  return larger.length > 0 && units % step === 0
    ? withSuffix(units / step, step, larger)
    : `${units}${suffix}`;
}
