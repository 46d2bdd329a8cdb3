import { exitCodeOf, preflight } from "../preflight";
import { findingsTable } from "../report/findings";
import { versionChecks } from "../versions/check";
import type { CommandContext } from "./context";
import { chosenCluster } from "./session";

/** `npm run doctor`: the preflight alone, and which pinned versions are behind. */
export async function run(context: CommandContext): Promise<number> {
  const { repository, name, environment, display, flags } = context;
  const cluster = chosenCluster(context);
  const { findings } = await preflight({ repository, name, environment, cluster }, versionChecks);
  const code = exitCodeOf(findings);
  if (flags.json) {
    context.print(JSON.stringify({ environment: name, ok: code === 0, findings }, undefined, 2));
    return code;
  }
  const { style } = display;
  const verdict =
    code === 0
      ? `${style.good("✔")} ${name} can be brought up: npm run up${name === "local" ? "" : ` -- ${name}`}`
      : `${style.bad("✗")} ${name} can't be brought up before that is mended`;
  context.print(`${findingsTable(findings, style)}\n\n${verdict}`);
  return code;
}
