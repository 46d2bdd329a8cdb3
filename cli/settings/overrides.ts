import { parseDocument } from "yaml";
import { UserError } from "../../config/errors";

const header = " Made by the command line from the tracked file; edits here are lost.";

/**
 * The configuration that `local` runs with: the tracked file's, with `overrides` on top. What Pulumi wrote
 * into the copy before (the salt of the passphrase) is kept, or nothing could be decrypted any more.
 *
 * @param tracked   text of the tracked Pulumi.local.yaml
 * @param previous  text of the copy that the last run made, where there is one
 * @param overrides full configuration keys and their values; undefined leaves the tracked value
 */
export function mergeSettings(
  tracked: string,
  previous: string | undefined,
  overrides: Readonly<Record<string, unknown>>,
): string {
  const document = parseDocument(tracked);
  if (document.errors[0] !== undefined) {
    throw new UserError(
      `Pulumi.local.yaml is not valid YAML: ${document.errors[0].message}`,
      "mend the file",
    );
  }
  const salt: unknown = previous === undefined ? undefined : parseDocument(previous).get("encryptionsalt");
  if (typeof salt === "string") {
    document.set("encryptionsalt", salt);
  }
  for (const [key, value] of Object.entries(overrides)) {
    if (value !== undefined) {
      const given: unknown = document.toJS();
      const there = isRecord(given) && isRecord(given.config) ? given.config[key] : undefined;
      document.setIn(["config", key], document.createNode(onTop(there, value)));
    }
  }
  document.commentBefore = header;
  return document.toString();
}

/**
 * The configuration in a stack's file as Pulumi hands it to a program: structures as JSON text.
 *
 * @param file what messages call the file
 * @throws UserError where the file is not what Pulumi would read
 */
export function readConfig(text: string, file: string): Record<string, string> {
  const document = parseDocument(text);
  if (document.errors[0] !== undefined) {
    throw new UserError(`${file} is not valid YAML: ${document.errors[0].message}`, `edit ${file}`);
  }
  const settings: unknown = document.toJS();
  const config: unknown = isRecord(settings) ? (settings.config ?? {}) : {};
  if (!isRecord(config)) {
    throw new UserError(`${file}: "config" is not a map of keys`, `edit ${file}`);
  }
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => {
      if (!key.includes(":")) {
        throw new UserError(
          `${file}: the key "${key}" names no project; keys look like kubeflow-platform:release`,
          `edit ${file}`,
        );
      }
      return [key, typeof value === "string" ? value : JSON.stringify(value)];
    }),
  );
}

/** Of the same kind, what the flags leave open stays as the file has it: a version, a port. */
function onTop(there: unknown, value: unknown): unknown {
  return isRecord(there) && isRecord(value) && there.kind === value.kind ? { ...there, ...value } : value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
