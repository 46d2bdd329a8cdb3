import * as fs from "node:fs";
import * as path from "node:path";

/** Python that is checked together: a folder, and the packages that it needs. */
export interface Suite {
  /** Folder from the repository's root. All Python below it belongs to it, but for what deeper suites own. */
  readonly folder: string;
  /** Lock file of its virtual environment, from the repository's root. */
  readonly lockFile: string;
  /** Packages of the lock that come as source alone: from the line `# builds: <names>` of the lock's `.in` file. */
  readonly builds: readonly string[];
  /** Its Python, from `folder`. */
  readonly files: readonly string[];
  /** It has tests for pytest. */
  readonly tested: boolean;
}

/** Lock of ruff, mypy and pytest, with nothing else in it: also for Python that needs no package. */
export const CHECKERS_LOCK = "python/checkers.lock";

/** Where examples, which have locks of their own, are looked for. */
const EXAMPLES = "workloads/examples";

/** Python that has no lock of its own, or one that its tests don't run with: the folder, and whose packages it takes. */
export const BORROWED: Readonly<Record<string, string>> = {
  "examples/team-stack": "workloads/examples/pytorch-ddp/requirements.lock",
  "infra/facts": CHECKERS_LOCK,
  "platform/tenants": CHECKERS_LOCK,
  proof: "proof/requirements.txt",
  "workloads/components/pipelines/compiler": "workloads/examples/pipeline/requirements.lock",
  "workloads/examples": CHECKERS_LOCK,
  "workloads/examples/katib-search": "workloads/examples/pytorch-ddp/requirements.lock",
};

const LOCK = "requirements.lock";
const SKIPPED_FOLDERS = new Set(["node_modules", "mirror", "__pycache__", "dist"]);

/**
 * All Python of a repository: every example that has a lock, and what borrows one. A folder of `borrowed` that isn't
 * there is left out.
 *
 * @throws Error naming Python that belongs to no suite, or a lock that is lent and isn't there
 */
export function findSuites(root: string, borrowed = BORROWED): readonly Suite[] {
  const locks = new Map<string, string>();
  for (const [folder, lockFile] of Object.entries(borrowed)) {
    if (fs.existsSync(path.join(root, folder))) {
      locks.set(folder, lockFile);
    }
  }
  for (const name of subfolders(path.join(root, EXAMPLES))) {
    const folder = path.posix.join(EXAMPLES, name);
    if (fs.existsSync(path.join(root, folder, LOCK))) {
      locks.set(folder, path.posix.join(folder, LOCK));
    }
  }
  const owners = new Map<string, string[]>([...locks.keys()].map((folder) => [folder, []]));
  const orphans: string[] = [];
  for (const file of pythonFiles(root)) {
    const owner = deepest([...owners.keys()].filter((folder) => file.startsWith(`${folder}/`)));
    (owners.get(owner ?? "") ?? orphans).push(file);
  }
  if (orphans.length > 0) {
    throw new Error(
      `no suite checks ${orphans.join(", ")}: add a ${LOCK} beside it, or its folder to BORROWED in suites.ts`,
    );
  }
  return [...owners]
    .filter(([, files]) => files.length > 0)
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([folder, files]) => suiteOf(root, folder, locks.get(folder) ?? "", files));
}

function suiteOf(root: string, folder: string, lockFile: string, files: readonly string[]): Suite {
  if (!fs.existsSync(path.join(root, lockFile))) {
    throw new Error(`${folder} takes the packages of ${lockFile}, which isn't there`);
  }
  return {
    folder,
    lockFile,
    builds: buildsOf(path.join(root, lockFile)),
    files: files.map((file) => path.posix.relative(folder, file)).sort(),
    tested: files.some((file) => /^test_.*\.py$/.test(path.posix.basename(file))),
  };
}

/** What the line `# builds: one, another` of the file that a lock was made from names. */
function buildsOf(lockFile: string): readonly string[] {
  const source = lockFile.replace(/\.(lock|txt)$/, ".in");
  if (!fs.existsSync(source)) {
    return [];
  }
  const [, names = ""] = /^# builds: (.+)$/m.exec(fs.readFileSync(source, "utf8")) ?? [];
  return names.split(/[ ,]+/).filter((name) => name !== "");
}

function deepest(folders: readonly string[]): string | undefined {
  return [...folders].sort((one, other) => other.length - one.length)[0];
}

function subfolders(folder: string): readonly string[] {
  return fs.existsSync(folder)
    ? entries(folder)
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name)
    : [];
}

/** Paths from `root`, with slashes; hidden folders and what tools leave are passed over. */
function pythonFiles(root: string, folder = ""): readonly string[] {
  return entries(path.join(root, folder)).flatMap((entry) => {
    const name = path.posix.join(folder, entry.name);
    if (entry.isDirectory()) {
      return pythonFiles(root, name);
    }
    return entry.isFile() && entry.name.endsWith(".py") ? [name] : [];
  });
}

function entries(folder: string): readonly fs.Dirent[] {
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith(".") && !SKIPPED_FOLDERS.has(name));
}
