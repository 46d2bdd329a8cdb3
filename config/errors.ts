/**
 * A mistake that the user can mend: printed as it stands, without a stack trace.
 *
 * The text answers four questions: what is wrong, where (file and key), what is allowed, what to do.
 */
export class UserError extends Error {
  override readonly name = "UserError";

  /** Pulumi's mark of an error whose message says it all: the plain CLI prints it without a stack too. */
  readonly __pulumiRunError = true;

  /**
   * @param message  what is wrong, where, and what is allowed
   * @param wayOut   the command or edit that mends it; printed on a line of its own
   * @param exitCode 2 for bad configuration or usage (the default), 1 where the world failed
   */
  constructor(
    message: string,
    readonly wayOut?: string,
    readonly exitCode: 1 | 2 = 2,
  ) {
    super(wayOut === undefined ? message : `${message}\n  → ${wayOut}`);
  }
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
