import * as fs from "node:fs";
import { z } from "zod";
import type { ObservabilityLayout } from "./layout";
import { PORT_NAMES } from "./ports";
import { SERVER_NAMES } from "./servers";

const Record = z.strictObject({
  /** Where its folder was when it was started: its processes know only this path. */
  root: z.string(),
  ports: z.record(z.enum(PORT_NAMES), z.int()),
  /** Of each process, a digest of all that it was started with. */
  started: z.partialRecord(z.enum(SERVER_NAMES), z.string()),
});

/** What is written down about the processes in a folder. */
export type ObservabilityRecord = Readonly<z.infer<typeof Record>>;

/** Reads the record; undefined where there is none, or one that can't be read. */
export function readRecord({ record }: ObservabilityLayout): ObservabilityRecord | undefined {
  try {
    return Record.parse(JSON.parse(fs.readFileSync(record, "utf8")));
  } catch {
    return undefined;
  }
}

/** Writes the record. */
export function writeRecord({ record }: ObservabilityLayout, value: ObservabilityRecord): void {
  fs.writeFileSync(record, `${JSON.stringify(value, undefined, 2)}\n`);
}
