import * as pulumi from "@pulumi/pulumi";
import { UserError } from "./errors";

/**
 * Warns of a user's mistake in a preview, which installs nothing and shows what there would be; anything else, and the
 * same mistake in an `up`, is thrown again.
 *
 * @throws what it is given, but for a UserError in a preview
 */
export function warnInPreview(error: unknown): Promise<void> {
  if (!(error instanceof UserError) || !pulumi.runtime.isDryRun()) {
    throw error;
  }
  return pulumi.log.warn(error.message);
}
