import * as z from "zod";
import type { Publisher } from "./published-versions";

/**
 * What an index of Python is asked for: JSON where it has that, pages of links elsewhere.
 *
 * Source: PEP 691, PEP 503.
 */
export const simpleIndex = "application/vnd.pypi.simple.v1+json, text/html;q=0.1";

/** Where the versions of a Go module are to be found. Source: the GOPROXY protocol, `go help goproxy`. */
export function publisherOfModule(module: string, proxy: string): Publisher {
  const escaped = module.replace(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`);
  return { kind: "modules", url: `${withoutSlash(proxy)}/${escaped}/@v/list`, name: module };
}

/**
 * Where a package of npm is to be found.
 *
 * @param all every version that there is, which are megabytes for some; else what its publisher calls the latest
 */
export function publisherOfPackage(name: string, registry: string, all: boolean): Publisher {
  const url = `${withoutSlash(registry)}/${name.replace("/", "%2f")}${all ? "" : "/latest"}`;
  return { kind: "packages", url, name };
}

/** Where the versions of a Python project are to be found. Source: PEP 503. */
export function publisherOfProject(name: string, index: string): Publisher {
  const normalized = normalize(name);
  return { kind: "projects", url: `${withoutSlash(index)}/${normalized}/`, name: normalized };
}

const Package = z.union([
  z.object({ versions: z.record(z.string(), z.unknown()) }),
  z.object({ version: z.string() }),
]);

/** The versions in a registry's answer about a package of npm, or the one that it is about. */
export function versionsOfPackage(answer: unknown): string[] {
  const found = Package.parse(answer);
  return "versions" in found ? Object.keys(found.versions) : [found.version];
}

const Project = z.object({
  versions: z.array(z.string()).optional(),
  files: z
    .array(z.object({ filename: z.string(), yanked: z.union([z.boolean(), z.string()]).optional() }))
    .default([]),
  name: z.string(),
});

/** The versions of a Python project in an index's JSON, but those of which every file was withdrawn. */
export function versionsOfProject(answer: unknown): string[] {
  const { files, versions, name } = Project.parse(answer);
  const offered = files.flatMap(({ filename, yanked }) =>
    yanked === undefined || yanked === false ? versionInFileName(filename, name) : [],
  );
  // Files are what can be installed; an index that has none of them says at least which versions there are.
  return files.length > 0 ? [...new Set(offered)] : [...(versions ?? [])];
}

/** The versions of a Python project in an index's page: links to files, withdrawn ones marked as such. */
export function versionsInPage(page: string, name: string): string[] {
  const links = page.matchAll(/<a\s([^>]*)>([^<]*)<\/a>/gi);
  return [
    ...new Set(
      [...links].flatMap(([, attributes = "", file = ""]) =>
        /\bdata-yanked\b/i.test(attributes) ? [] : versionInFileName(file.trim(), name),
      ),
    ),
  ];
}

/** The version in the name of a wheel or of an archive of sources. Source: PyPA's specifications of both. */
function versionInFileName(file: string, name: string): string[] {
  const [, distribution = "", version] =
    /^(.+?)-(\d[^-]*)-.+\.whl$/.exec(file) ?? /^(.+)-(\d[^-]*)\.(?:tar\.gz|zip)$/.exec(file) ?? [];
  return version !== undefined && normalize(distribution) === normalize(name) ? [version] : [];
}

function normalize(name: string): string {
  return name.replace(/[-_.]+/g, "-").toLowerCase();
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, "");
}
