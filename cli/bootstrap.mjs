// The door that `npm run …` goes through. Plain Node without dependencies, because on a fresh clone there are
// none: it checks Node's version, installs node_modules where they are missing or outdated, and hands over.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import path from "node:path";

const root = path.dirname(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname));
const modules = path.join(root, "node_modules");
const stamp = path.join(modules, ".installed");
const installLock = path.join(root, ".local", "install.lock");
const needed = [20, 19];

const commands = ["up", "preview", "destroy", "status", "inventory", "doctor", "cost", "manifests"];
const exitUsage = 2;
const installPatience = 10 * 60_000;
/** A terminal's Ctrl-C reaches this process twice, from the terminal and from npm: one of the two counts. */
const echo = 300;

await main(process.argv.slice(2));

async function main([command, ...rest]) {
  checkNode();
  if (command === "--help" || command === "help" || commands.includes(command)) {
    await ensureModules();
    const entry = ["--require", "tsx/cjs", path.join(root, "cli", "main.ts")];
    await handOver(process.execPath, [...entry, command === "help" ? "--help" : command, ...rest]);
  } else if (command === "install") {
    await ensureModules();
  } else if (command === "exec" && rest.length > 0) {
    await ensureModules();
    await follow(
      () => spawn(path.join(modules, ".bin", rest[0]), rest.slice(1), { stdio: "inherit" }),
      (child, signal) => {
        // A terminal's Ctrl-C has reached the child already.
        if (signal !== "SIGINT" || !process.stdin.isTTY) {
          child.kill(signal);
        }
      },
    );
  } else {
    fail(
      `Unknown command ${command ?? "(none)"}; known: ${[...commands, "install", "exec"].join(", ")}`,
      exitUsage,
    );
  }
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major < needed[0] || (major === needed[0] && minor < needed[1])) {
    fail(
      `Node.js ${process.versions.node} is too old: this project needs ${needed.join(".")} or newer.\n` +
        `  → install it from https://nodejs.org, or with a version manager such as nvm (nvm install 22)`,
      exitUsage,
    );
  }
}

/** The stamp is written last, so an install that was interrupted is done again. */
async function ensureModules() {
  const lockfile = path.join(root, "package-lock.json");
  if (!existsSync(lockfile)) {
    fail(`package-lock.json is missing in ${root}.\n  → git checkout package-lock.json`, exitUsage);
  }
  const wanted = createHash("sha256").update(readFileSync(lockfile)).digest("hex");
  if (isInstalled(wanted)) {
    return;
  }
  await holdInstallLock();
  try {
    if (isInstalled(wanted)) {
      return;
    }
    if (!installedByNpm(lockfile)) {
      install();
    }
    mkdirSync(modules, { recursive: true });
    writeFileSync(`${stamp}.new`, wanted);
    renameSync(`${stamp}.new`, stamp);
  } finally {
    rmSync(installLock, { recursive: true, force: true });
  }
}

function isInstalled(wanted) {
  return existsSync(stamp) && readFileSync(stamp, "utf8") === wanted;
}

/** Somebody ran `npm ci` or `npm install` by hand: what npm says it installed is what the lock file asks for. */
function installedByNpm(lockfile) {
  const hidden = path.join(modules, ".package-lock.json");
  if (!existsSync(hidden)) {
    return false;
  }
  const packagesOf = (file) => JSON.parse(readFileSync(file, "utf8")).packages ?? {};
  const installed = packagesOf(hidden);
  return Object.entries(packagesOf(lockfile)).every(([name, { version, optional }]) => {
    return name === "" || optional === true || installed[name]?.version === version;
  });
}

function install() {
  say("Installing node_modules (once for each package-lock.json) …");
  const result = spawnSync(
    "npm",
    ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error"],
    {
      cwd: root,
      stdio: ["ignore", "ignore", "inherit"],
    },
  );
  if (result.signal !== null) {
    rmSync(installLock, { recursive: true, force: true });
    fail("The installation was interrupted; the next command does it again.", 128 + number(result.signal));
  }
  if (result.status !== 0) {
    rmSync(installLock, { recursive: true, force: true });
    fail("npm ci failed (its messages are above).\n  → see that the npm registry is reachable: npm ping", 1);
  }
}

/** A folder is made by one process only. It holds its maker's id, so that a dead maker's is taken over. */
async function holdInstallLock() {
  const deadline = Date.now() + installPatience;
  let told = false;
  mkdirSync(path.dirname(installLock), { recursive: true });
  for (;;) {
    try {
      mkdirSync(installLock);
      writeFileSync(path.join(installLock, "pid"), String(process.pid));
      return;
    } catch (error) {
      if (error.code !== "EEXIST") {
        fail(`Cannot write ${installLock}: ${error.message}`, 1);
      }
    }
    const holder = lockHolder();
    if (holder !== undefined && !isAlive(holder)) {
      rmSync(installLock, { recursive: true, force: true });
      continue;
    }
    if (Date.now() > deadline) {
      fail(`Another install (process ${holder}) does not come to an end.\n  → end it, then try again`, 1);
    }
    if (!told) {
      say(`Another command (process ${holder ?? "?"}) is installing node_modules; waiting for it …`);
      told = true;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

function lockHolder() {
  try {
    const pid = Number(readFileSync(path.join(installLock, "pid"), "utf8"));
    return pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/**
 * Runs the command line in a session of its own. The terminal's Ctrl-C then reaches this process alone, which
 * passes on one; in the same group it would hit the engine as well, and twice is "stop at once" to the engine.
 */
async function handOver(file, args) {
  // Behind everything that the user has: tools which the command line fetched, for programs that look on PATH.
  const PATH = [process.env.PATH, path.join(root, ".local", "tools", "bin")].join(path.delimiter);
  // Node 22 and newer keep compiled modules there: half a second for each command.
  const env = { NODE_COMPILE_CACHE: path.join(modules, ".cache", "compiled"), ...process.env, PATH };
  let last = 0;
  await follow(
    () => spawn(file, args, { stdio: ["inherit", "inherit", "inherit", "ipc"], env, detached: true }),
    (child, signal) => {
      if (Date.now() - last > echo) {
        last = Date.now();
        child.kill(signal);
      }
    },
  );
}

/** Signals are listened to before the child is there: one that comes in between must not end this process alone. */
async function follow(start, pass) {
  let child;
  const tell = (signal) => child !== undefined && pass(child, signal);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => tell(signal));
  }
  process.on("SIGWINCH", () => child?.kill("SIGWINCH"));
  // A signal for npm alone ends the shell between npm and this process, and nobody tells this process.
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid !== parent) {
      clearInterval(watch);
      tell("SIGTERM");
    }
  }, 1000);
  watch.unref();
  child = start();
  process.exitCode = await new Promise((resolve) => {
    child.on("error", (error) => {
      say(`Cannot start ${child.spawnfile}: ${error.message}`);
      resolve(1);
    });
    child.on("exit", (code, signal) => resolve(code ?? 128 + number(signal)));
  });
}

function number(signal) {
  return constants.signals[signal] ?? 0;
}

function say(text) {
  process.stderr.write(`${text}\n`);
}

function fail(text, code) {
  say(text);
  process.exit(code);
}
