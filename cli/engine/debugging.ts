import * as pulumi from "@pulumi/pulumi";

/**
 * Pulumi's SDK prepares for being debugged whether anybody debugs it or not, and for a program of 665 resources
 * that is a third of the time of an `up` that changes nothing:
 *
 * - It sends the engine four debug messages a resource, each by a call that waits for the one before, and the
 *   program isn't over until the last has arrived. The engine throws them away.
 * - It takes a stack trace for each of its thousands of promises. Mapping those to TypeScript lines is the dear
 *   part. Traces that are looked at later still get mapped: an error's text is made when it is first read, after
 *   this has been undone.
 *
 * Programs that the plain Pulumi CLI runs keep both.
 *
 * @returns undoes it
 */
export function withoutDebugging(): () => void {
  const { debug } = pulumi.log;
  const limit = Error.stackTraceLimit;
  Reflect.set(pulumi.log, "debug", () => Promise.resolve());
  Error.stackTraceLimit = 10;
  process.setSourceMapsEnabled(false);
  return () => {
    Reflect.set(pulumi.log, "debug", debug);
    process.setSourceMapsEnabled(true);
    Error.stackTraceLimit = limit;
  };
}
