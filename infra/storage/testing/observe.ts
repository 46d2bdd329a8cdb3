import type * as pulumi from "@pulumi/pulumi";

/** Helpers of tests of components; no program imports them. */

/** What a test wants to know beyond the inputs of resources. */
export interface Observer {
  /** Goes into the options of the component. */
  readonly transformations: pulumi.ResourceTransformation[];
  /** Names of the resources that Pulumi refuses to delete. */
  readonly protectedNames: readonly string[];
}

/**
 * Watches the resources of a component, and gives them what only AWS knows, by their type.
 *
 * @param states outputs to add, such as the address of a database
 */
export function observe(states: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {}): Observer {
  const protectedNames: string[] = [];
  return {
    protectedNames,
    transformations: [
      ({ type, name, props, opts }) => {
        if (opts.protect === true) {
          protectedNames.push(name);
        }
        const inputs: Record<string, unknown> = { ...props };
        return { props: { ...inputs, ...states[type] }, opts };
      },
    ],
  };
}
