import { type KubeClient, KubeError, type KubeObject, refOf, UnknownKindError } from "../../../kube";
import { arrayOf, at, isObject, type Json } from "../../../plugin";

/** What an API server makes of an object. */
export type Verdict =
  | { readonly is: "accepted"; readonly answer: KubeObject }
  | { readonly is: "refused"; readonly message: string }
  /** The server has no such kind. */
  | { readonly is: "unknown" };

const manager = "kubeflow-on-aws";

/** Asks the API server what it would make of an object, with unknown and duplicate fields being errors. */
export async function tried(client: KubeClient, object: KubeObject): Promise<Verdict> {
  try {
    const answer = await client.raw("PATCH", await client.pathOf(refOf(object)), {
      query: { fieldManager: manager, force: true, dryRun: "All", fieldValidation: "Strict" },
      contentType: "application/apply-patch+yaml",
      body: object,
    });
    return { is: "accepted", answer: { ...object, ...answer } };
  } catch (error) {
    if (error instanceof UnknownKindError) {
      return { is: "unknown" };
    }
    if (error instanceof KubeError) {
      return { is: "refused", message: error.message };
    }
    throw error;
  }
}

/**
 * Fields that the server gives back with another value than it was sent, a line each. Empty values that it leaves out
 * are none: nobody can tell them from absent ones.
 */
export function rewritten(sent: Json, answered: Json | undefined, where = ""): string[] {
  if (isObject(sent)) {
    return Object.entries(sent).flatMap(([key, value]) =>
      rewritten(value, at(answered, key), where === "" ? key : `${where}.${key}`),
    );
  }
  if (Array.isArray(sent)) {
    const there = arrayOf(answered);
    return there.length === sent.length
      ? sent.flatMap((value, index) => rewritten(value, there[index], `${where}[${index}]`))
      : [`${where}: ${sent.length} entries → ${there.length}`];
  }
  const empty = sent === null || sent === "" || sent === false || sent === 0;
  return sent === answered || (empty && answered === undefined)
    ? []
    : [`${where}: ${JSON.stringify(sent)} → ${JSON.stringify(answered ?? null)}`];
}

/** A quantity in an object that a webhook of its controller writes back in canonical form. */
export interface QuantityAt {
  readonly where: string;
  readonly text: string;
}

/** Keys of Kueue's objects whose values are quantities. */
const quotaKeys: ReadonlySet<string> = new Set(["nominalQuota", "borrowingLimit", "lendingLimit"]);

/**
 * The quantities in an object of Kueue's: its webhook reads and writes every queue, and what it writes is canonical. The
 * API server itself keeps those of custom resources as they are.
 */
export function quotasIn(value: Json, where = ""): QuantityAt[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => quotasIn(item, `${where}[${index}]`));
  }
  return !isObject(value)
    ? []
    : Object.entries(value).flatMap(([key, inner]) => {
        const place = where === "" ? key : `${where}.${key}`;
        return quotaKeys.has(key) && typeof inner === "string"
          ? [{ where: place, text: inner }]
          : quotasIn(inner, place);
      });
}

/** Those that aren't canonical, a line each; what canonical is, the API server tells by a quota that it won't keep. */
export async function uncanonical(
  client: KubeClient,
  namespace: string,
  quantities: readonly QuantityAt[],
): Promise<string[]> {
  const hard = Object.fromEntries(quantities.map(({ text }, index) => [`count/n${index}.example.com`, text]));
  const quota: KubeObject = {
    apiVersion: "v1",
    kind: "ResourceQuota",
    metadata: { name: "quantities", namespace },
    spec: { hard },
  };
  const answer = await client.apply(quota, { fieldManager: manager, dryRun: true });
  return quantities.flatMap(({ where, text }, index) =>
    rewritten(text, at(answer, "spec", "hard", `count/n${index}.example.com`), where),
  );
}
