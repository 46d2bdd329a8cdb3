import type { KubeObject } from "../../../kube";
import { equal, isObject, type Json } from "../../../plugin";
import { kindKey } from "./kinds";
import type { Snapshot } from "./snapshot";

/** Which objects a rule is about. */
export interface Subject {
  /** Kind as `kindKey` has it. */
  readonly kind: string;
  /** `<namespace>/<name>`, or the name alone where it has no namespace. Default: all. */
  readonly names?: RegExp;
}

/** What may be otherwise after an upgrade, and why. A rule that nothing needs fails, so that none outlives its reason. */
export type Rule = Subject & { readonly reason: string } & (
    | {
        /** Becomes exactly this. */
        readonly change: (object: KubeObject) => KubeObject;
      }
    | {
        /** These fields, and what is in them, may be anything: paths such as `spec.template`. */
        readonly free: readonly string[];
      }
    | {
        /** Is there in one of both alone. */
        readonly only: "before" | "after";
      }
  );

/** Something that an upgrade did to tenants' objects and no rule allows. */
export interface Finding {
  /** The object, or the rule that nothing needs. */
  readonly object: string;
  /** Where in it; empty for all of it. */
  readonly path: string;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

/** Holds what tenants have after an upgrade against what they had before, object by object and field by field. */
export function compare(before: Snapshot, after: Snapshot, rules: readonly Rule[]): Finding[] {
  const needed = new Set<Rule>();
  const findings = [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((key) => {
    const [old, now] = [before.get(key), after.get(key)];
    const about = rules.filter((rule) => isAbout(rule, old ?? now, key));
    if (old === undefined || now === undefined) {
      const side = now === undefined ? "before" : "after";
      const allowed = about.find((rule) => "only" in rule && rule.only === side);
      if (allowed !== undefined) {
        needed.add(allowed);
        return [];
      }
      return [{ object: key, path: "", before: old, after: now }];
    }
    const expected = about.reduce((object, rule) => {
      const changed = "change" in rule ? rule.change(object) : object;
      if (!equal(changed, object)) {
        needed.add(rule);
      }
      return changed;
    }, old);
    return differences(expected, now, []).flatMap(({ path, ...values }) => {
      const allowed = about.find((rule) => "free" in rule && rule.free.some((free) => isIn(path, free)));
      if (allowed !== undefined) {
        needed.add(allowed);
        return [];
      }
      return [{ object: key, path, ...values }];
    });
  });
  const idle = rules.filter((rule) => !needed.has(rule));
  return [
    ...findings,
    ...idle.map((rule) => ({
      object: `the rule for ${rule.kind}${rule.names === undefined ? "" : ` ${rule.names.source}`}`,
      path: rule.reason,
      before: "a difference",
      after: "none",
    })),
  ];
}

/** Findings for people, a line each. */
export function findingsText(findings: readonly Finding[]): string {
  return findings
    .map(({ object, path, before, after }) => {
      if (path === "") {
        return `${object}: ${after === undefined ? "is gone" : "is new"}`;
      }
      return `${object}: ${path}: ${shown(before)} → ${shown(after)}`;
    })
    .join("\n");
}

/** Longest value that is shown whole, in characters. */
const shownLength = 300;

function shown(value: Json | undefined): string {
  const text = value === undefined ? "nothing" : JSON.stringify(value);
  return text.length > shownLength ? `${text.slice(0, shownLength)}…` : text;
}

function isAbout({ kind, names }: Subject, object: KubeObject | undefined, key: string): boolean {
  const name = key.slice(key.indexOf(" ") + 1);
  return (
    object !== undefined && kindKey(object.apiVersion, object.kind) === kind && (names?.test(name) ?? true)
  );
}

function isIn(path: string, free: string): boolean {
  return path === free || path.startsWith(`${free}.`);
}

interface Difference {
  readonly path: string;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

function differences(
  before: Json | undefined,
  after: Json | undefined,
  path: readonly string[],
): Difference[] {
  if (equal(before, after)) {
    return [];
  }
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return keys.flatMap((key) => differences(before[key], after[key], [...path, key]));
  }
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    return before.flatMap((item, index) => differences(item, after[index], [...path, String(index)]));
  }
  return [{ path: path.join("."), before, after }];
}
