/** Exit code of a run that Ctrl-C ended: 128 and the signal's number, as shells have it. */
export const interruptedExit = 130;

/** How often somebody may press Ctrl-C by mistake twice, in milliseconds. */
const echo = 300;

/** Ctrl-C and its kin: the first asks for a graceful end, the second ends everything at once. */
export class Interrupt {
  private readonly controller = new AbortController();
  private first = 0;

  /**
   * @param onFirst  told of the first
   * @param onSecond told of the second
   */
  constructor(
    private readonly onFirst: () => void,
    private readonly onSecond: () => void,
  ) {}

  /** Aborted by the first. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Listens to the process's signals. A parent that is gone counts as one: nobody would see the end. */
  listen(process: NodeJS.Process): void {
    const hit = (): void => {
      this.hit(Date.now());
    };
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.on(signal, hit);
    }
    process.on("disconnect", hit);
    // The channel is there to be told of the parent's end; it is no reason to stay.
    process.channel?.unref();
  }

  /** One signal has come. */
  hit(now: number): void {
    if (this.first === 0) {
      this.first = now;
      this.onFirst();
      this.controller.abort();
    } else if (now - this.first > echo) {
      this.onSecond();
    }
  }
}
