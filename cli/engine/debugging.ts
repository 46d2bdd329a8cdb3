import { createRequire } from "node:module";
import * as pulumi from "@pulumi/pulumi";

const load: (module: string) => unknown = createRequire(__filename);

/**
 * Pulumi's SDK prepares for being debugged whether anybody debugs it or not, and for a program of 665 resources
 * that is a third of the time of an `up` that changes nothing:
 *
 * - It sends the engine four debug messages a resource, each by a call that waits for the one before, and the
 *   program isn't over until the last has arrived. The engine throws them away.
 * - It takes a stack trace for each of its thousands of promises and keeps a list of those that have not come to
 *   their end, to name them where a program ends too early. Here the engine's exit code tells that.
 * - Mapping traces to TypeScript lines is the dear part. Traces that are looked at later still get mapped: an
 *   error's text is made when it is first read, after this has been undone.
 *
 * Programs that the plain Pulumi CLI runs keep both.
 *
 * Stacks may overlap: the last one that comes to its end undoes it.
 *
 * @returns undoes it
 */
export function withoutDebugging(): () => void {
  users.count += 1;
  if (users.count === 1) {
    users.undo = leaveOut();
  }
  return () => {
    users.count -= 1;
    if (users.count === 0) {
      users.undo();
    }
  };
}

/** The SDK is one for all stacks of this process, and so is what is left out of it. */
const users = { count: 0, undo: (): void => undefined };

function leaveOut(): () => void {
  const { debug } = pulumi.log;
  const traced = load("@pulumi/pulumi/runtime/debuggable");
  const promises = typeof traced === "object" && traced !== null ? traced : {};
  const debuggablePromise: unknown = Reflect.get(promises, "debuggablePromise");
  const limit = Error.stackTraceLimit;
  Reflect.set(pulumi.log, "debug", () => Promise.resolve());
  Reflect.set(promises, "debuggablePromise", (promise: unknown) => promise);
  Error.stackTraceLimit = 10;
  process.setSourceMapsEnabled(false);
  return () => {
    Reflect.set(pulumi.log, "debug", debug);
    Reflect.set(promises, "debuggablePromise", debuggablePromise);
    process.setSourceMapsEnabled(true);
    Error.stackTraceLimit = limit;
  };
}
