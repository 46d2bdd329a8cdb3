import Module, { createRequire } from "node:module";

/**
 * Packages that Pulumi's SDK loads at once and needs for one thing only, which this project never does: turning
 * functions into text for dynamic providers. They are a third of the time that the command line takes to load.
 * Whoever does use them gets them all the same, at that moment.
 *
 * This file is to be imported before anything that imports the SDK.
 */
const unneeded = ["typescript", "@npmcli/arborist", "normalize-package-data"];

const load = createRequire(require.resolve("@pulumi/pulumi"));

for (const name of unneeded) {
  defer(load.resolve(name));
}

/** Puts something into the place of a module that becomes the module when a part of it is asked for. */
function defer(file: string): void {
  if (load.cache[file] !== undefined) {
    return;
  }
  const loaded: object[] = [];
  const real = (): object => {
    const [module = loadNow(file)] = loaded;
    loaded[0] = module;
    return module;
  };
  const placeholder = new Module(file);
  placeholder.filename = file;
  placeholder.loaded = true;
  placeholder.exports = new Proxy(
    {},
    {
      // Code that was compiled from ES modules copies the exports of what has no such mark, which would load it.
      get: (_, key): unknown => (key === "__esModule" ? true : partOf(real(), key)),
      has: (_, key) => key in real(),
    },
  );
  load.cache[file] = placeholder;
}

/** A part of a module; all of it where a default is asked for and it has none, as is usual between the two systems. */
function partOf(module: object, key: string | symbol): unknown {
  return key === "default" && !(key in module) ? module : Reflect.get(module, key);
}

function loadNow(file: string): object {
  const placeholder = load.cache[file];
  Reflect.deleteProperty(load.cache, file);
  const module: unknown = load(file);
  load.cache[file] = placeholder;
  if ((typeof module !== "object" && typeof module !== "function") || module === null) {
    throw new Error(`${file} exports nothing`);
  }
  return module;
}
