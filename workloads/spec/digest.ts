import { createHash } from "node:crypto";
import { UserError } from "../../config/errors";

/** Hexadecimal digits of a digest that go into names: 40 bits, ample for the runs of one namespace. */
const digestLength = 10;

/**
 * Longest name that leaves room for a digest and for what controllers append: JobSet makes
 * `<name>-<digest>-node-0-0-xxxxx` a pod's name, which must stay a DNS label of 63 characters.
 */
const longestName = 36;

/** A short digest of a plain JSON value; the order of an object's keys makes no difference. */
export function digestOf(value: object): string {
  return createHash("sha256").update(JSON.stringify(value, sortKeys)).digest("hex").slice(0, digestLength);
}

/**
 * The name of what must never change under its name: a run, a version, a file that is mounted.
 *
 * @param name    what people call it
 * @param content everything that makes it what it is
 */
export function digestName(name: string, content: object): string {
  return `${name}-${digestOf(content)}`;
}

/**
 * Checks a name that controllers build pod and service names from.
 *
 * @throws UserError naming the rule that the name breaks
 */
export function checkName(kind: string, name: string): string {
  if (!/^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(name) || name.length > longestName) {
    throw new UserError(
      `${kind} "${name}": a name has lower-case letters, digits and dashes, starts with a letter, ends with a letter or digit, and has at most ${longestName} characters`,
      "choose another name",
    );
  }
  return name;
}

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return value;
  }
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
