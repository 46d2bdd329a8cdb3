import * as path from "node:path";
import { readEnvironment } from "../config/environment";
import { type Clients, clientsOf } from "./clients";
import { startEmulator } from "./emulator";
import { type InfraInventory, infraInventory } from "./inventory";
import { ensureVirtualEnvironment, orSkip, type VirtualEnvironment } from "../python";

/** What the emulator and the linter run in, with a digest of each file. */
const LOCK_FILE = path.join(__dirname, "requirements.txt");

/** What a suite has at hand: an environment's inventory, and an emulated AWS to put it into. */
export interface Proof {
  readonly inventory: InfraInventory;
  readonly clients: Clients;
  /** The emulator's address. */
  readonly endpoint: string;
}

/** Asks for something that is there while tests run, not yet when they are declared. */
export type During<T> = () => T;

/** Gives the suite around it an emulated AWS of its own, empty at first, in the environment's account and region. */
export function onEmulatedAws(environment: string): During<Proof> {
  return around(async () => {
    const venv = await preparedPython();
    const inventory = await infraInventory(environment);
    const emulator = await startEmulator(venv, inventory.accountId);
    const clients = clientsOf(emulator.endpoint, inventory.region);
    const stop = () => {
      clients.destroy();
      return emulator.stop();
    };
    return { value: { inventory, clients, endpoint: emulator.endpoint }, stop };
  });
}

/** Gives the suite around it the Python of the linter. */
export function withPython(): During<VirtualEnvironment> {
  return around(async () => ({ value: await preparedPython(), stop: () => Promise.resolve() }));
}

interface Held<T> {
  readonly value: T;
  stop(): Promise<void>;
}

function around<T>(prepare: () => Promise<Held<T>>): During<T> {
  let held: Held<T> | undefined;
  before(async function () {
    held = await orSkip(this, prepare);
  });
  after(() => held?.stop());
  return () => {
    if (held === undefined) {
      throw new Error("asked for before the suite has begun");
    }
    return held.value;
  };
}

function preparedPython(): Promise<VirtualEnvironment> {
  const report = (line: string) => process.stderr.write(`${line}\n`);
  return ensureVirtualEnvironment({ environment: readEnvironment(), lockFile: LOCK_FILE, report });
}
