import * as fs from "node:fs";
import * as path from "node:path";
import * as z from "zod";
import { DEFAULT_KUBERNETES_VERSION } from "../../infra/cluster/versions";
import { BUILDS, type Product, VERSIONS } from "../../toolchain";
import type { Held, Pinned } from "./verdicts";

/** A Go module that a tool is built from. */
export interface PinnedModule extends Pinned {
  /** Its path, which the proxy knows it by. */
  readonly module: string;
}

/** Tools that stay in a line. */
const heldTools: Readonly<Partial<Record<Product, Held>>> = {
  kubernetes: { line: DEFAULT_KUBERNETES_VERSION, why: "the minor version that clusters get by default" },
  // The module's versions 1 and 2 are older ones of the program.
  prometheus: { line: "0" },
};

/** What the toolchain builds: the engine among them. */
export function toolchainModules(): readonly PinnedModule[] {
  return products().map((product) => {
    const { module, moduleVersion } = BUILDS[product];
    const held = heldTools[product];
    const name = moduleVersion === undefined ? product : `${product} ${VERSIONS[product]} (its module)`;
    return { name, version: moduleVersion ?? VERSIONS[product], module, ...(held && { held }) };
  });
}

function products(): readonly Product[] {
  return Object.keys(VERSIONS).filter((name): name is Product => Object.hasOwn(BUILDS, name));
}

const compiler: Held = { line: "2.16", why: "the Pipelines of the releases" };
const servers: Held = { line: "0.16", why: "KServe's servers of 26.03" };

const servers016 = "what KServe 0.16's server for scikit-learn has";

/** Python's projects that stay in a line. */
const heldProjects: Readonly<Record<string, Held>> = {
  kfp: compiler,
  "kfp-kubernetes": compiler,
  "kfp-pipeline-spec": compiler,
  "kfp-server-api": compiler,
  kubernetes: { line: "30", why: "kfp 2.16 takes no newer one" },
  kserve: servers,
  "scikit-learn": { line: "1.5", why: servers016 },
  joblib: { line: "1.4", why: servers016 },
};

/** Folders with lists of Python's projects. */
const pythonRooms = ["proof", "python", "workloads"];

/** The direct requirements of every lock for Python, each once; the files that name it are told. */
export function pythonProjects(root: string): readonly Pinned[] {
  const found = new Map<
    string,
    { readonly name: string; readonly version: string; readonly files: string[] }
  >();
  for (const file of requirementFiles(root)) {
    for (const { name, version } of readRequirements(fs.readFileSync(path.join(root, file), "utf8"))) {
      const key = `${name}==${version}`;
      const known = found.get(key) ?? { name, version, files: [] };
      known.files.push(file);
      found.set(key, known);
    }
  }
  return [...found.values()].map((project) => {
    const held = heldProjects[project.name];
    return { ...project, ...(held && { held }) };
  });
}

/** uv itself has no list beside its lock. */
function requirementFiles(root: string): readonly string[] {
  return pythonRooms
    .flatMap((room) => {
      const directory = path.join(root, room);
      return fs.existsSync(directory)
        ? fs
            .readdirSync(directory, { recursive: true, encoding: "utf8" })
            .filter((file) => /(?:\.in|(?:^|\/)uv\.txt)$/.test(file) && !file.includes("node_modules"))
            .map((file) => path.join(room, file))
        : [];
    })
    .sort();
}

/** What a list pins: `name[extras]==version`; ranges are no pins. */
export function readRequirements(text: string): readonly Pinned[] {
  return text.split("\n").flatMap((line) => {
    const [, name, version] = /^([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?==([^\s;\\]+)/.exec(line) ?? [];
    return name === undefined || version === undefined ? [] : [{ name: name.toLowerCase(), version }];
  });
}

/** Packages of npm that stay in a line. */
const heldPackages: Readonly<Record<string, Held>> = {
  "@types/node": { line: "20", why: "the oldest Node.js that this project runs on" },
};

const PackageJson = z.object({
  dependencies: z.record(z.string(), z.string()).default({}),
  devDependencies: z.record(z.string(), z.string()).default({}),
});

/** The direct dependencies of package.json. */
export function npmPackages(root: string): readonly Pinned[] {
  const { dependencies, devDependencies } = PackageJson.parse(
    JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8")),
  );
  return Object.entries({ ...dependencies, ...devDependencies }).map(([name, version]) => {
    const held = heldPackages[name];
    return { name, version, ...(held && { held }) };
  });
}
