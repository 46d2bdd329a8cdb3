import * as z from "zod";

/** A key for each part that can be switched on or off; one that is absent leaves the part's own default. */
export function switches(names: readonly string[]): Record<string, z.ZodOptional<z.ZodBoolean>> {
  return Object.fromEntries(names.map((name) => [name, z.boolean("true or false").optional()]));
}
