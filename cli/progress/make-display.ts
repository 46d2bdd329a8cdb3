import { createRequire } from "node:module";
import type { Flags } from "../arguments";
import { styleOf } from "../terminal/style";
import type { Display } from "./display";
import type * as live from "./live";
import { PlainDisplay } from "./plain";

/** Loads what draws on a terminal where there is one: nobody else waits for it. */
const load: (file: "./live") => typeof live = createRequire(__filename);

/** Live on a terminal, lines anywhere else. With `--json` stdout is for the result. */
export function makeDisplay(flags: Pick<Flags, "json" | "verbose">, ci: boolean): Display {
  const out = flags.json ? process.stderr : process.stdout;
  const style = styleOf(out);
  if (!out.isTTY || ci || flags.json || flags.verbose) {
    return new PlainDisplay(out, style);
  }
  const { LiveDisplay } = load("./live");
  return new LiveDisplay(out, style);
}
