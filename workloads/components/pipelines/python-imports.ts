import * as path from "node:path";

const plainImport = /^[ \t]*import[ \t]+([^\n#]+)/gm;
const fromImport = /^[ \t]*from[ \t]+(\.*)([\w.]*)[ \t]+import[ \t]+(\([^)]*\)|[^\n#]+)/gm;

/**
 * The modules of a file's own project that a Python text imports, as paths.
 *
 * It reads text, not grammar: an import inside a docstring counts as well, which costs nothing, and one that is put
 * together at run time doesn't, which the compiler's program finds out.
 *
 * @param text   the Python
 * @param name   its path, relative to the project's folder
 * @param exists whether there is a file of this path, relative to the project's folder
 */
export function localImports(text: string, name: string, exists: (name: string) => boolean): string[] {
  const modules = [
    ...Array.from(text.matchAll(plainImport), ([, list = ""]) => namesIn(list).map(partsOf)).flat(),
    ...Array.from(text.matchAll(fromImport), ([, dots = "", module = "", list = ""]) => {
      const base = [...packageOf(name, dots.length), ...partsOf(module)];
      // What is imported from a package may be a module of it.
      return [base, ...namesIn(list).map((one) => [...base, one])];
    }).flat(),
  ];
  return [...new Set(modules.flatMap((parts) => filesOf(parts, exists)))];
}

/** Importing `a.b.c` runs the packages `a` and `a.b` first. */
function filesOf(parts: readonly string[], exists: (name: string) => boolean): string[] {
  return parts.flatMap((_, index) => {
    const module = path.join(...parts.slice(0, index + 1));
    return [`${module}.py`, path.join(module, "__init__.py")].filter(exists);
  });
}

/** `from . import x` is relative to the file's folder, each further dot is a folder up; without a dot, to the project. */
function packageOf(name: string, dots: number): string[] {
  if (dots === 0) {
    return [];
  }
  const folders = name.split(path.sep).slice(0, -1);
  return folders.slice(0, Math.max(0, folders.length - dots + 1));
}

function namesIn(list: string): string[] {
  return list
    .replace(/[()]/g, "")
    .replace(/#[^\n]*/g, "")
    .split(",")
    .map((one) => one.trim().split(/\s/)[0] ?? "")
    .filter((one) => /^[\w.]+$/.test(one));
}

function partsOf(module: string): string[] {
  return module.split(".").filter((part) => part !== "");
}
