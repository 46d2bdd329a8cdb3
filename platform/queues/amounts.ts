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

/** An amount as a Kubernetes quantity, in the form that the API server would give it itself. */
export function quantity(dimension: Dimension, units: number): string {
  switch (dimension) {
    case "cpuMillis":
      return units % 1000 === 0 ? String(units / 1000) : `${units}m`;
    case "memoryMiB":
      return units === 0 ? "0" : units % 1024 === 0 ? `${units / 1024}Gi` : `${units}Mi`;
    case "accelerators":
      return String(units);
  }
}
