import { execFile } from "node:child_process";
import { promisify } from "node:util";
import * as z from "zod";
import { childEnvironment, type Environment } from "../../config/environment";
import { messageOf } from "../../config/errors";
import { findPython } from "../../python/interpreter";
import { findGo } from "../../toolchain/build";
import { firstLine } from "../terminal/text";

const run = promisify(execFile);

/** Milliseconds that a program may take to say how it is configured. */
const patience = 10_000;

/** Where packages come from on this machine, or why nobody can be asked. */
export type PackageSource = { readonly url: string } | { readonly why: string };

/** Where each kind of package comes from on this machine, as its own program is configured. */
export interface PackageSources {
  /** Proxy of Go's modules. */
  readonly go: PackageSource;
  /** Index of Python's projects, in PEP 503's form. */
  readonly python: PackageSource;
  /** Registry of npm, for a package of that name: scopes may have their own. */
  readonly npm: (name: string) => PackageSource;
}

/** Asks Go, pip and npm where they take packages from. One that isn't there is taken to be at its defaults. */
export async function packageSources(
  environment: Pick<Environment, "path">,
  root: string,
): Promise<PackageSources> {
  const [go, python, npm] = await Promise.all([
    goProxy(environment),
    pythonIndex(environment),
    npmRegistries(root),
  ]);
  return { go, python, npm };
}

async function goProxy(environment: Pick<Environment, "path">): Promise<PackageSource> {
  const go = findGo(environment);
  return readGoProxy(
    go === undefined ? (childEnvironment().GOPROXY ?? "") : await say(go, ["env", "GOPROXY"]),
  );
}

/** What a value of GOPROXY means here: its first proxy, as nobody but Go speaks with modules' own hosts. */
export function readGoProxy(value: string): PackageSource {
  const [first = ""] = value.trim().split(/[,|]/);
  if (first === "") {
    return { url: "https://proxy.golang.org" };
  }
  return /^https?:/.test(first) ? { url: first } : { why: `GOPROXY is ${first}` };
}

async function pythonIndex({ path }: Pick<Environment, "path">): Promise<PackageSource> {
  try {
    const { command } = await findPython(path);
    return readPipConfig(await say(command, ["-I", "-m", "pip", "config", "list"]));
  } catch {
    return readPipConfig("");
  }
}

/** The index that `pip config list` names; what is closer to `pip install` goes first. */
export function readPipConfig(list: string): PackageSource {
  const settings = new Map(
    list.split("\n").flatMap((line): [string, string][] => {
      const [, key, value] = /^([^=]+)='(.*)'\s*$/.exec(line) ?? [];
      return key === undefined || value === undefined ? [] : [[key, value]];
    }),
  );
  const setting = (name: string) =>
    [":env:", "install", "global"].map((section) => settings.get(`${section}.${name}`)).find(Boolean);
  if (/^(1|true|yes|on)$/i.test(setting("no-index") ?? "")) {
    return { why: "pip is told to ask no index (no-index)" };
  }
  return { url: setting("index-url") ?? "https://pypi.org/simple" };
}

const NpmConfig = z.record(z.string(), z.unknown());

async function npmRegistries(root: string): Promise<PackageSources["npm"]> {
  try {
    return readNpmConfig(JSON.parse(await say("npm", ["config", "list", "--json"], root)));
  } catch (error) {
    const why = `npm does not say which registry it has: ${firstLine(messageOf(error))}`;
    return () => ({ why });
  }
}

/** The registries that `npm config list --json` names. */
export function readNpmConfig(config: unknown): PackageSources["npm"] {
  const settings = NpmConfig.parse(config);
  return (name) => {
    const scope = /^(@[^/]+)\//.exec(name)?.[1];
    const url = (scope === undefined ? undefined : settings[`${scope}:registry`]) ?? settings.registry;
    return typeof url === "string" ? { url } : { why: "npm has no registry" };
  };
}

async function say(command: string, args: readonly string[], cwd?: string): Promise<string> {
  const options = { env: childEnvironment(), timeout: patience, ...(cwd !== undefined && { cwd }) };
  return (await run(command, args, options)).stdout;
}
