import * as pulumi from "@pulumi/pulumi";
import type { Program } from "../rooms";
import { isComponentType, isCounted } from "./model";

/**
 * Wraps a program so that each resource is told of when the program makes it. The engine hears of a resource
 * only when everything that it depends on is there; without this, nobody could say how many are still to come.
 *
 * @param registered told the innermost component around each resource, where there is one
 */
export function withRegistrations(
  program: Program,
  registered: (component: string | undefined) => void,
): Program {
  return async () => {
    const componentOf = new WeakMap<pulumi.Resource, string>();
    pulumi.runtime.registerStackTransformation(({ resource, type, name, opts }) => {
      const around = opts.parent === undefined ? undefined : componentOf.get(opts.parent);
      // The resource is still being constructed: `isInstance` looks at marks that come later.
      const isComponent = resource instanceof pulumi.ComponentResource;
      const own = isComponent && isComponentType(type) ? name : around;
      if (own !== undefined) {
        componentOf.set(resource, own);
      }
      if (!isComponent && isCounted(type)) {
        registered(own);
      }
      return undefined;
    });
    return program();
  };
}
