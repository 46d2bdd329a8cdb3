import type { Request } from "../simulate";

/** A request, and what IAM has to answer. */
export interface Case extends Request {
  /** What somebody tries, as the test's title. */
  readonly name: string;
  readonly expect: "allowed" | "refused";
}
