import * as pulumi from "@pulumi/pulumi";

/**
 * Tells people something that is no warning, where an engine shows it. Without one, as in an inventory, Pulumi would
 * write it between the lines of what is asked for.
 *
 * @param resource what it is about. Default: the program
 */
export async function say(message: string, resource?: pulumi.Resource): Promise<void> {
  if (pulumi.runtime.hasEngine()) {
    await pulumi.log.info(message, resource);
  }
}
