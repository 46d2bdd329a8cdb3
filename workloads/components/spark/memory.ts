import { UserError } from "../../../config/errors";

/** A pod's memory as Spark divides it. */
export interface SparkMemory {
  /** The Java heap, as Spark spells it. */
  readonly memory: string;
  /** What is left for Python, and for all else outside of the heap. */
  readonly memoryOverhead: string;
}

const mebibytes = 1024;

/** Least that Spark leaves outside of the heap (Spark 4, spark.executor.minMemoryOverhead). */
const leastOverhead = 384;

/**
 * Part of the whole that is outside of the heap: Spark adds 0.4 of the heap for Python
 * (spark.kubernetes.memoryOverheadFactor), and 0.4 of 1.4 are two sevenths.
 */
const overheadOf = (whole: number) => Math.ceil((whole * 2) / 7);

/** Smallest heap that Spark starts with: 1.5 times the 300 MiB that it reserves (UnifiedMemoryManager). */
const leastHeap = 450;

/** Smallest pod in GiB, rounded up to what people write. */
const leastGiB = 1;

/**
 * Divides what a pod gets into heap and overhead, so that Spark asks for exactly that: left alone it would add the
 * overhead to what people call memory.
 *
 * @param owner     who asks, for messages
 * @param memoryGiB the whole pod's memory; both parts together are this, to the MiB
 * @throws UserError where Spark would not start
 */
export function sparkMemory(owner: string, memoryGiB: number): SparkMemory {
  const whole = Math.round(memoryGiB * mebibytes);
  const overhead = Math.max(leastOverhead, overheadOf(whole));
  if (whole - overhead < leastHeap) {
    throw new UserError(
      `${owner}: ${memoryGiB} GiB are too little for Spark, which needs ${leastHeap} MiB of heap beside ${overhead} MiB for Python`,
      `give it ${leastGiB} GiB or more`,
    );
  }
  return { memory: `${whole - overhead}m`, memoryOverhead: `${overhead}m` };
}
