import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as yaml from "js-yaml";
import type { Environment } from "../config/environment";
import * as z from "zod";
import { CrdReference, CrdStore, toCrd } from "./crds/store";
import { writeAtomically } from "../config/files";
import { build, findKustomize, type Kustomize } from "./kustomize";
import { isManifest, type Manifest, toManifest } from "./manifest";
import { obtainSource, type Source, sourceDigest } from "./source";

const Rendered = z.object({
  target: z.string(),
  crds: z.array(CrdReference),
  manifests: z.array(z.custom<Manifest>(isManifest)),
});

/** One kustomization (`target`, its folder inside the release), rendered: its CRDs by digest, the rest in full. */
export type Rendered = z.output<typeof Rendered>;

/** What rendering needs to know. */
export interface RenderOptions {
  readonly environment: Environment;
  /** Default: what is found on PATH, looked for only where something must be rendered. */
  readonly kustomize?: Kustomize;
  /** Told of each kustomization that is rendered rather than read from the cache. */
  readonly onRender?: (target: string) => void;
}

/** Part of every cache key: raise it where this file or the CRD clean-up changes what it writes. */
const format = "1";

/**
 * Renders kustomizations of a source, or reads them from the machine's cache, where each is kept as JSON
 * under a digest of the source. A release is rendered once a machine: about 6 s; reading takes 50 ms.
 *
 * @throws UserError where the source can't be had or a kustomization doesn't render
 */
export async function render(
  source: Source,
  targets: readonly string[],
  options: RenderOptions,
): Promise<Map<string, Rendered>> {
  await obtainSource(source);
  const { cacheDir } = options.environment;
  const digest = createHash("sha256")
    .update(`${format}\0${sourceDigest(source, options.environment)}`)
    .digest("hex");
  const folder = path.join(cacheDir, "manifests", digest);
  const store = new CrdStore(options.environment);
  const rendered = new Map<string, Rendered>();
  const missing: string[] = [];
  for (const target of targets) {
    const cached = readCached(path.join(folder, fileName(target)));
    if (cached === undefined) {
      missing.push(target);
    } else {
      rendered.set(target, cached);
    }
  }
  if (missing.length > 0) {
    fs.mkdirSync(folder, { recursive: true });
    const kustomize = options.kustomize ?? findKustomize(options.environment);
    const queue = missing.values();
    const worker = async () => {
      for (const target of queue) {
        options.onRender?.(target);
        const text = JSON.stringify(split(target, await build(kustomize, source, target), store));
        writeAtomically(path.join(folder, fileName(target)), text);
        // Read back, so that a cold run and a warm one hand over the same to the order of keys: digests of it are
        // inputs of resources, and a second run must change nothing.
        rendered.set(target, parse(text));
      }
    };
    await Promise.all(Array.from({ length: os.availableParallelism() }, worker));
  }
  return rendered;
}

/** Parses rendered YAML and puts its CRDs into the store. */
function split(target: string, text: string, store: CrdStore): Rendered {
  // The core schema leaves dates alone: upstream writes none, but a string that looks like one must stay a string.
  const documents = yaml.loadAll(text, undefined, { schema: yaml.CORE_SCHEMA });
  const all = documents
    .filter((document) => document !== null)
    .map((document) => toManifest(document, target));
  return {
    target,
    crds: all.filter(isCrd).map((manifest) => store.put(toCrd(manifest))),
    manifests: all.filter((manifest) => !isCrd(manifest)),
  };
}

function isCrd({ kind }: Manifest): boolean {
  return kind === "CustomResourceDefinition";
}

function fileName(target: string): string {
  return `${target.replaceAll("/", "_")}.json`;
}

/** A file of the cache is whole or not there, and the folder's digest names its format. */
function readCached(file: string): Rendered | undefined {
  return fs.existsSync(file) ? parse(fs.readFileSync(file, "utf8")) : undefined;
}

function parse(text: string): Rendered {
  return Rendered.parse(JSON.parse(text));
}
