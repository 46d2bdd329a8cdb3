import { parse } from "yaml";
import type * as z from "zod";
import { type Manifest, objectKey, objectOf, type Transform } from "../../manifests";

/** A ConfigMap of the release. */
export interface ConfigMapTarget {
  readonly name: string;
  readonly namespace: string;
  /** Whether kustomize put a hash of the content behind the name. Default: false. */
  readonly hashed?: boolean;
}

/** The texts of a ConfigMap by their keys. */
export type Texts = Readonly<Record<string, string>>;

/**
 * Changes the texts of one ConfigMap. A name that carries a hash keeps it: what reads the ConfigMap only when it starts
 * gets `rolledOutWith` beside.
 *
 * @param change is given the texts, and the object's key for messages
 * @throws Error where the release's ConfigMap has no texts
 */
export function changeConfigMap(
  target: ConfigMapTarget,
  change: (texts: Texts, object: string) => Texts,
): Transform {
  return (manifest) =>
    isTarget(manifest, target)
      ? { ...manifest, data: { ...change(textsOf(manifest), objectKey(manifest)) } }
      : manifest;
}

/** A YAML document that a ConfigMap holds as text; undefined where it has none under this key. */
export function readYaml(texts: Texts, key: string): unknown {
  const text = texts[key];
  return text === undefined ? undefined : parse(text);
}

/**
 * Sets texts that the release has already: a key that it doesn't know would be read by nobody.
 *
 * @throws Error naming the keys that the release lacks
 */
export function setTexts(target: ConfigMapTarget, texts: Texts): Transform {
  return changeConfigMap(target, (current) => {
    const unknown = Object.keys(texts).filter((key) => !(key in current));
    if (unknown.length > 0) {
      throw new Error(`ConfigMap/${target.namespace}/${target.name} has no ${unknown.join(", ")}`);
    }
    return { ...current, ...texts };
  });
}

/**
 * Changes a JSON document that a ConfigMap holds as text.
 *
 * @param schema what is read of the document; fields that it doesn't name are kept if it is a loose one
 * @throws Error where there is no such document, or it looks otherwise than `schema` says
 */
export function changeJson<Schema extends z.ZodObject>(
  key: string,
  schema: Schema,
  change: (document: z.output<Schema>) => z.output<Schema>,
): (texts: Texts) => Texts {
  return (texts) => {
    const parsed = schema.safeParse(parseJson(texts[key]));
    if (!parsed.success) {
      const wrong = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
      throw new Error(`the document ${key} of this release looks otherwise: ${wrong.join("; ")}`);
    }
    return { ...texts, [key]: JSON.stringify(change(parsed.data), undefined, 2) };
  };
}

function parseJson(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isTarget(
  { kind, metadata }: Manifest,
  { name, namespace, hashed = false }: ConfigMapTarget,
): boolean {
  const known = hashed ? metadata.name.replace(/-[a-z0-9]{10}$/, "") : metadata.name;
  return kind === "ConfigMap" && known === name && metadata.namespace === namespace;
}

function textsOf(manifest: Manifest): Texts {
  const entries = Object.entries(objectOf(manifest.data)).flatMap(([key, value]) =>
    typeof value === "string" ? [[key, value] as const] : [],
  );
  if (entries.length === 0) {
    throw new Error(`${objectKey(manifest)} has no texts to change`);
  }
  return Object.fromEntries(entries);
}
