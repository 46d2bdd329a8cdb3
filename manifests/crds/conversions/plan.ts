import type { KubeClient } from "../../../kube/client";
import { definedGroup, definedKind, storedVersion, versionsOf } from "../../../kube/definition";
import { type KubeObject, nameWithNamespace, refOf } from "../../../kube/object";
import { at, textOf } from "../../../plugin/json";
import { compareDefinition, type DefinitionChange } from "../compare";
import { valuesAt } from "../schema-path";
import { conversionsOf, conversionsOfKind, type Conversion } from "./index";
import { type ConversionClient, countOf, finishObjects, saveObjects } from "./convert";

/** What the objects of a definition go through where it changes. */
export interface ConversionPlan {
  /** Ends what was stopped halfway, and writes down what objects are about to lose: before the definition changes. */
  readonly before: () => Promise<number>;
  /** Writes objects with their new fields: once the definition is there. */
  readonly after: () => Promise<number>;
  /** The conversions, for people. */
  readonly text: string;
}

/**
 * Plans the conversion of a definition's objects; undefined where there is none for this definition, or where it is new.
 *
 * @param settleMs see {@link finishObjects}
 */
export function conversionPlan(
  client: ConversionClient,
  live: KubeObject | undefined,
  body: KubeObject,
  signal: AbortSignal,
  settleMs?: number,
): ConversionPlan | undefined {
  const known = conversionsOfKind(body.metadata.name);
  if (live === undefined || known.length === 0) {
    return undefined;
  }
  const conversions = conversionsOf(compareDefinition(live, body));
  const options = { ...kindOf(live), signal, settleMs };
  return {
    before: async () => {
      await finishObjects(client, { ...options, conversions: into(live, known) });
      return conversions.length === 0 ? 0 : saveObjects(client, { ...options, conversions });
    },
    after: () => finishObjects(client, { ...options, ...kindOf(body), conversions: into(body, known) }),
    // Also where it goes on with what was stopped, and the definition is there already.
    text: (conversions.length > 0 ? conversions : into(body, known)).map(({ text }) => text).join("; "),
  };
}

/** Those conversions whose new fields a definition has. */
function into(definition: KubeObject, conversions: readonly Conversion[]): readonly Conversion[] {
  const versions = versionsOf(definition);
  return conversions.filter(({ gained }) =>
    gained.every((path) =>
      versions.some((version) => at(version, "schema", "openAPIV3Schema", ...schemaPath(path)) !== undefined),
    ),
  );
}

function schemaPath(path: string): string[] {
  return path.split(".").flatMap((name) => ["properties", name]);
}

/** What objects are asked for by: the version that the definition stores, which every served one is converted from. */
function kindOf(definition: KubeObject): { readonly apiVersion: string; readonly kind: string } {
  return {
    apiVersion: `${definedGroup(definition)}/${textOf(at(storedVersion(definition), "name"))}`,
    kind: definedKind(definition),
  };
}

/**
 * What a preview says of the objects in the cluster: which are converted, and which lose what they have.
 *
 * @returns lines for people; none where no object has anything in a field that goes
 */
export async function announceConversion(
  client: Pick<KubeClient, "list">,
  live: KubeObject,
  body: KubeObject,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const change = compareDefinition(live, body);
  if (change.lostFields.length === 0) {
    return [];
  }
  const conversions = conversionsOf(change);
  const { apiVersion, kind } = kindOf(live);
  const objects = await client.list(apiVersion, kind, { signal });
  const converted = conversions.flatMap((conversion) => {
    const count = countOf(objects, conversion);
    const who = count === 1 ? `1 ${kind} is` : `${count} ${kind}s are`;
    return count === 0 ? [] : [`${change.name}: ${who} converted (${conversion.text})`];
  });
  return [...converted, ...lossesOf(change, conversions, objects)];
}

/** One line for each path that objects lose something at. */
function lossesOf(
  { name, kind, lostFields }: DefinitionChange,
  conversions: readonly Conversion[],
  objects: readonly KubeObject[],
): readonly string[] {
  const saved = new Set(conversions.flatMap(({ lost }) => lost));
  // A status is what a controller has seen: the one that is there afterwards writes its own.
  const fields = lostFields.map(({ path }) => path).filter((path) => !path.startsWith("status."));
  const paths = new Set(fields.filter((path) => !saved.has(path)));
  const losers = new Map<string, string[]>();
  for (const object of objects) {
    const lost = [...paths].filter((path) => valuesAt(object, path).length > 0);
    for (const path of [...lost, ...conversions.flatMap(({ rest }) => rest(object))]) {
      losers.set(path, [...(losers.get(path) ?? []), nameWithNamespace(refOf(object))]);
    }
  }
  return [...losers].map(([path, who]) => {
    const more = who.length > 5 ? ` and ${who.length - 5} more` : "";
    return `${name}: ${path} is lost, as the definition has it no more: ${kind} ${who.slice(0, 5).join(", ")}${more}`;
  });
}
