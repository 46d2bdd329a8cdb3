import * as fs from "node:fs";
import * as path from "node:path";
import * as z from "zod";
import { breakingChanges, Schema } from "./compatibility";
import { promised } from "./schemas";

const file = path.join(__dirname, "published.golden.json");

const Published = z.record(z.string(), z.object({ read: Schema, exported: Schema }));

/**
 * What of the present contract would break somebody who relies on the last published one.
 *
 * @returns a line for each change, `<stack>.<output>… <what became of it>`; none where all is well
 */
export function changesSincePublished(): string[] {
  const before = Published.parse(JSON.parse(fs.readFileSync(file, "utf8")));
  const now: Readonly<Record<string, z.output<typeof Published>[string]>> = promised();
  return Object.entries(before).flatMap(([stack, { read, exported }]) => {
    const current = now[stack];
    return current === undefined
      ? [`${stack} is gone`]
      : [
          ...breakingChanges(read, current.read, "read", stack),
          ...breakingChanges(exported, current.exported, "exported", stack),
        ];
  });
}

/** Writes down the present contract as the published one: part of a release. */
export function publish(): void {
  fs.writeFileSync(file, `${JSON.stringify(promised(), undefined, 1)}\n`);
}
