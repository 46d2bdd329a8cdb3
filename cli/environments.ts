import * as fs from "node:fs";
import * as path from "node:path";
import { UserError } from "../config/errors";
import { nearest } from "../config/nearest";

/** The environment that commands work on where none is named. */
export const localEnvironment = "local";

/** The environments of a clone: it has one for each `Pulumi.<name>.yaml`. */
export function listEnvironments(root: string): string[] {
  return fs
    .readdirSync(root)
    .flatMap((file) => /^Pulumi\.([A-Za-z0-9][A-Za-z0-9_-]*)\.yaml$/.exec(file)?.[1] ?? [])
    .sort();
}

/**
 * Makes sure that an environment exists.
 *
 * @throws UserError with the list and the nearest name
 */
export function requireEnvironment(root: string, name: string): string {
  const known = listEnvironments(root);
  if (known.includes(name)) {
    return name;
  }
  const guess = nearest(name, known);
  const meant = guess === undefined ? "" : ` Did you mean ${guess}?`;
  throw new UserError(
    `There is no environment "${name}": the environments are ${known.join(", ") || "none"}.${meant}`,
    `name one of them, or write ${path.join(root, `Pulumi.${name}.yaml`)} to make a new one`,
  );
}
