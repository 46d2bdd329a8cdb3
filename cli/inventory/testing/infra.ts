import * as fs from "node:fs";
import * as path from "node:path";
import { readConfig } from "../../settings/overrides";
import { repositoryAt } from "../../repository";
import { roomsOf } from "../../rooms";
import { type InventoryItem, type Registered, registerInfra } from "../collect";

/** Helpers of the tests that look at infra's inventory. */

/** What the infra program of an environment in this repository registers and exports. */
export function infraOf(name: string): Promise<Registered> {
  return infraWith(name, configOf(name));
}

/** What the infra program registers and exports with a configuration as Pulumi hands it over. */
export function infraWith(name: string, config: Readonly<Record<string, string>>): Promise<Registered> {
  const [infra] = roomsOf(repositoryAt().root);
  if (infra === undefined) {
    throw new Error("there is no infra room");
  }
  return registerInfra(infra, name, config);
}

/** The configuration in an environment's file, as Pulumi hands it over. */
export function configOf(name: string): Record<string, string> {
  const file = path.join(repositoryAt().root, `Pulumi.${name}.yaml`);
  return readConfig(fs.readFileSync(file, "utf8"), file);
}

/** Resources by component, type and name, each with its inputs; documents inside of texts are opened. */
export function reviewable(items: readonly InventoryItem[]): Record<string, unknown> {
  const entries = items.map(({ component, type, name, inputs }): [string, unknown] => [
    `${component} ${type} ${name}`,
    opened(inputs),
  ]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The text of a golden file. */
export function readable(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

/** Policies and the like are JSON inside of JSON: as objects a change of one line is one line. */
function opened(value: unknown): unknown {
  if (typeof value === "string" && /^[{[]/.test(value)) {
    try {
      return opened(JSON.parse(value));
    } catch {
      return value;
    }
  }
  if (Array.isArray(value)) {
    return value.map(opened);
  }
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, opened(inner)]));
  }
  return value;
}

/** Where two values differ, a line each: `+` is new, `-` is gone, `~` has changed. */
export function differences(before: unknown, now: unknown, where = ""): string[] {
  if (JSON.stringify(before) === JSON.stringify(now)) {
    return [];
  }
  if (!isRecord(before) || !isRecord(now)) {
    return [`~ ${where}: ${short(before)} → ${short(now)}`];
  }
  const keys = [...new Set([...Object.keys(before), ...Object.keys(now)])].sort();
  return keys.flatMap((key) => {
    const place = where === "" ? key : `${where}.${key}`;
    if (!(key in before)) {
      return [`+ ${place}`];
    }
    return key in now ? differences(before[key], now[key], place) : [`- ${place}`];
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function short(value: unknown): string {
  const text = value === undefined ? "nothing" : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
