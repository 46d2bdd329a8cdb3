import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import * as z from "zod";
import type { Environment } from "../../config/environment";
import { writeAtomically } from "../../config/files";
import { isKubeObject, type KubeObject } from "../../kube/object";
import { isObject, type JsonObject, type Manifest, objectOf } from "../manifest";

/** See the type of the same name. */
export const CrdReference = z.object({
  /** Such as `profiles.kubeflow.org`. */
  name: z.string(),
  /** SHA-256 of the definition as it is applied. */
  digest: z.string(),
  group: z.string(),
  kind: z.string(),
  namespaced: z.boolean(),
});

/** A CustomResourceDefinition by name and digest: what programs and state hold in place of its text. */
export type CrdReference = z.output<typeof CrdReference>;

/**
 * The definitions' texts in the machine's cache, by digest.
 *
 * They are 5 of the 6.5 MB of a release: programs don't read them, only the provider that applies one does.
 */
export class CrdStore {
  readonly #folder: string;

  constructor({ cacheDir }: Pick<Environment, "cacheDir">) {
    this.#folder = path.join(cacheDir, "crds");
  }

  /** Keeps a definition and tells its digest. */
  put(crd: Manifest): CrdReference {
    const text = JSON.stringify(crd);
    const digest = createHash("sha256").update(text).digest("hex");
    const file = this.#fileOf(digest);
    if (!fs.existsSync(file)) {
      fs.mkdirSync(this.#folder, { recursive: true });
      writeAtomically(file, text);
    }
    return { digest, ...describe(crd) };
  }

  /**
   * Reads a definition.
   *
   * @throws Error where this machine has not rendered the release that it belongs to
   */
  async get(digest: string): Promise<KubeObject> {
    const text = await fs.promises.readFile(this.#fileOf(digest), "utf8").catch(() => {
      throw new Error(
        `the definition with digest ${digest} is not in this machine's cache; run the platform program once more (it renders the release)`,
      );
    });
    const crd: unknown = JSON.parse(text);
    if (!isObject(crd) || !isKubeObject(crd)) {
      throw new Error(`the machine's cache holds something else under the digest ${digest}`);
    }
    return crd;
  }

  #fileOf(digest: string): string {
    return path.join(this.#folder, `${digest}.json`);
  }
}

/**
 * A definition as it is applied: without what the API server or a controller fills in, and without
 * upstream's slips (facts of 26.03: four carry a status, one an unexpanded variable).
 */
export function toCrd(manifest: Manifest): Manifest {
  const { status, ...crd } = manifest;
  const { creationTimestamp, annotations, ...metadata } = crd.metadata;
  const kept = Object.entries(annotations ?? {}).filter(([, value]) => !value.includes("$("));
  const withAnnotations =
    kept.length === 0 ? metadata : { ...metadata, annotations: Object.fromEntries(kept) };
  return { ...crd, metadata: withAnnotations, spec: withoutCaBundle(objectOf(crd.spec)) };
}

/** A definition's spec without the CA bundle, which cert-manager's injector owns: a placeholder of ours would be written over it at each `up`. */
export function withoutCaBundle(spec: JsonObject): JsonObject {
  const conversion = spec.conversion;
  if (!isObject(conversion) || !isObject(conversion.webhook) || !isObject(conversion.webhook.clientConfig)) {
    return spec;
  }
  const { caBundle, ...clientConfig } = conversion.webhook.clientConfig;
  return { ...spec, conversion: { ...conversion, webhook: { ...conversion.webhook, clientConfig } } };
}

/** A definition whose objects are converted by nobody: they get another `apiVersion` and stay as they are otherwise. */
export function withoutConversionWebhook(crd: KubeObject): KubeObject {
  const spec = objectOf(crd.spec);
  return objectOf(spec.conversion).strategy === "Webhook"
    ? { ...crd, spec: { ...spec, conversion: { strategy: "None" } } }
    : crd;
}

function describe(crd: Manifest): Omit<CrdReference, "digest"> {
  const spec = objectOf(crd.spec);
  const names = objectOf(spec.names);
  return {
    name: crd.metadata.name,
    group: textOf(spec.group),
    kind: textOf(names.kind),
    namespaced: spec.scope === "Namespaced",
  };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
