import * as pulumi from "@pulumi/pulumi";
import type { PlatformOutputs } from "../contract";
import type { WorkloadsConfig } from "./config";
import { type Deploy, type ExampleName, examples } from "./examples";
import type { Plan } from "./plan";

/** An example that nothing is wrong with any more. */
export interface PreparedExample {
  readonly name: ExampleName;
  /** Name of the tenant that it belongs to. */
  readonly tenant: string;
  /** Registers it. */
  readonly deploy: Deploy;
}

/**
 * Checks the planned examples and compiles what has to be, before anything is registered: a mistake leaves nothing half
 * made.
 *
 * @throws UserError for the first example that can't be as it is configured
 */
export function prepareExamples(
  plan: Plan,
  { examples: config }: WorkloadsConfig,
  platform: PlatformOutputs,
): Promise<readonly PreparedExample[]> {
  return Promise.all(
    Array.from(plan.examples, async ([name, tenant]) => {
      const quota = plan.tenants.find((candidate) => candidate.name === tenant)?.quota;
      const handle = { name: tenant, namespace: pulumi.output(tenant), quota };
      const deploy = await examples[name].prepare({ tenant: handle, config, platform });
      return { name, tenant, deploy };
    }),
  );
}
