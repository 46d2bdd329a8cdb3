import { messageOf } from "../../../config/errors";

/** The message of an error, and of what is behind it where it has none: a refused connection says why in its parts. */
export function causeText(error: unknown): string {
  if (error instanceof AggregateError && error.message === "") {
    return error.errors.map(causeText).join("; ");
  }
  const message = messageOf(error);
  return error instanceof Error && message === "" && error.cause !== undefined
    ? causeText(error.cause)
    : message;
}
