import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";

/** The flat map that Pulumi hands to a program: `<project>:<name>` and the value's text. */
export type Settings = Readonly<Record<string, string>>;

/** An environment on AWS whose tracked file the cases are built on. */
export type Environment = "dev" | "prod";

const root = path.join(__dirname, "..", "..", "..");

/** The tracked Pulumi.<environment>.yaml, as Pulumi would hand it over. */
export function trackedSettings(environment: Environment): Settings {
  const file: unknown = parse(fs.readFileSync(path.join(root, `Pulumi.${environment}.yaml`), "utf8"));
  const config: unknown = isRecord(file) ? file.config : undefined;
  return isRecord(config) ? textsOf(config) : {};
}

/**
 * Settings with changes to infra's keys on top. A structure is changed deep inside, a list by index (`{ 0: … }`);
 * one of another `kind` is replaced; undefined takes a key out.
 */
export function changedSettings(settings: Settings, changes: Readonly<Record<string, unknown>>): Settings {
  const prefixed = Object.entries(changes).map(([key, change]): [string, unknown] => {
    const name = `kubeflow-infra:${key}`;
    return [name, onTop(valueOf(settings[name]), change)];
  });
  return textsOf({ ...settings, ...Object.fromEntries(prefixed) });
}

/** Structures become JSON text, as `pulumi config` has them; text stays as it is. */
function textsOf(values: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]),
  );
}

/** Only structures are looked into: texts such as "26.03" are never changed in part. */
function valueOf(text: string | undefined): unknown {
  if (text === undefined || !/^[{[]/.test(text)) {
    return text;
  }
  const value: unknown = JSON.parse(text);
  return value;
}

function onTop(there: unknown, change: unknown): unknown {
  if (Array.isArray(there) && isRecord(change)) {
    const length = Math.max(there.length, ...Object.keys(change).map((index) => Number(index) + 1));
    const before: readonly unknown[] = there;
    return Array.from({ length }, (_, index) =>
      index in change ? onTop(before[index], change[index]) : before[index],
    );
  }
  if (!isRecord(there) || !isRecord(change) || ("kind" in change && change.kind !== there.kind)) {
    return change;
  }
  const changed = Object.entries(change).map(([key, value]): [string, unknown] => [
    key,
    onTop(there[key], value),
  ]);
  return { ...there, ...Object.fromEntries(changed) };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
