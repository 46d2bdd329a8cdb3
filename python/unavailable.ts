/** Why this machine can't run the proof. That is no failure: the suite is skipped, and says so. */
export class Unavailable extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = "Unavailable";
  }
}

/**
 * Runs a suite's preparation. Where the machine lacks what it takes, the suite is skipped, loudly.
 *
 * @param context of the `before` hook
 */
export async function orSkip<T>(
  context: { skip(): never },
  prepare: () => Promise<T>,
  warn: (line: string) => void = (line) => process.stderr.write(`${line}\n`),
  what = "nothing is tried on an emulated AWS",
): Promise<T> {
  try {
    return await prepare();
  } catch (error) {
    if (error instanceof Unavailable) {
      warn(`SKIPPED: ${what}: ${error.message}`);
      context.skip();
    }
    throw error;
  }
}
