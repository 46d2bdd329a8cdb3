import type { Flags } from "../arguments";
import { styleOf } from "../terminal/style";
import type { Display } from "./display";
import { LiveDisplay } from "./live";
import { PlainDisplay } from "./plain";

/** Live on a terminal, lines anywhere else. With `--json` stdout is for the result. */
export function makeDisplay(flags: Pick<Flags, "json" | "verbose">, ci: boolean): Display {
  const out = flags.json ? process.stderr : process.stdout;
  const live = out.isTTY && !ci && !flags.json && !flags.verbose;
  return live ? new LiveDisplay(out, styleOf(out)) : new PlainDisplay(out, styleOf(out));
}
