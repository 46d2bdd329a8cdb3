import { createInterface } from "node:readline/promises";

/** Asks a question on the terminal; only "yes" and "y" are a yes. Ctrl-C is a no. */
export async function ask(question: string, signal: AbortSignal): Promise<boolean> {
  // Not in raw mode: Ctrl-C stays a signal, which main listens to.
  const lines = createInterface({ input: process.stdin, output: process.stdout, terminal: false });
  try {
    const answer = await lines.question(`${question} (yes/no) `, { signal });
    return /^y(es)?$/i.test(answer.trim());
  } catch (error) {
    if (signal.aborted) {
      return false;
    }
    throw error;
  } finally {
    lines.close();
  }
}
