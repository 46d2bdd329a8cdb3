import * as z from "zod";

/** What the follower is started with, as its settings file has it. */
export const FollowerSettings = z.strictObject({
  /** Loki's URL. */
  loki: z.url(),
  /** Files to follow; one that is not there yet is waited for. */
  logs: z.array(z.strictObject({ component: z.string(), file: z.string() })),
  /** Kubeconfig of the cluster whose events are sent too. */
  kubeconfig: z.string(),
  /** File in which it keeps how far it is. */
  positions: z.string(),
});

/** See {@link FollowerSettings}. */
export type FollowerSettings = z.output<typeof FollowerSettings>;

/** How far a file was read. */
const Position = z.strictObject({
  /** The file's number: another file of the same name is read from its beginning. */
  inode: z.number(),
  /** Bytes that Loki has. */
  offset: z.number(),
  /** Time of the last line that had one, in nanoseconds since 1970; lines without one belong to it. */
  time: z.string(),
});

/** See {@link Position}. */
export type Position = z.output<typeof Position>;

/** How far everything was read. */
export const Positions = z.strictObject({
  files: z.record(z.string(), Position),
  /** Resource version of the last event that Loki has; 0 for none. */
  events: z.number(),
});

/** See {@link Positions}. */
export type Positions = z.output<typeof Positions>;
