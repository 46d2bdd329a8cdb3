import * as fs from "node:fs";
import { withMadeUpDigests } from "./digests";
import { count, SEVERITIES } from "./finding";
import { compared } from "./objects";
import { DOCUMENT, figures, honest, withFigures } from "./report";
import { ensureScanners, scan } from "./scan";
import { withTokensAsBefore } from "./tokens";
import { unexplained } from "./explained";

/** Writes the figures into docs/hardening.md, and what nobody explained to the terminal. */
async function main(): Promise<void> {
  const environment = "prod";
  const { release, upstream, ours } = await compared(environment);
  const scanners = await ensureScanners();
  const scans = {
    release,
    environment,
    upstream: await scan(scanners, upstream),
    ours: await scan(scanners, ours),
    tokensAsBefore: withTokensAsBefore(ours),
    locked: await scan(scanners, withMadeUpDigests(ours)),
  };
  fs.writeFileSync(DOCUMENT, withFigures(fs.readFileSync(DOCUMENT, "utf8"), figures(scans)));
  for (const [whose, { objects, checksMade }] of Object.entries({
    upstream: scans.upstream,
    ours: scans.ours,
  })) {
    say(`${whose}: ${objects} objects, ${checksMade} checks of checkov`);
  }
  for (const severity of SEVERITIES) {
    say(`${severity}: upstream ${count(scans.upstream, severity)}, ours ${count(scans.ours, severity)}`);
  }
  say(`checkov, with tokens as before counted: ${honest(scans)}: ${scans.tokensAsBefore.join(", ")}`);
  for (const { check, object, title } of unexplained(scans.ours.findings)) {
    say(`not explained: ${check} ${object}: ${title}`);
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

main().then(
  // What the programs' mocks still hold would keep the process.
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  },
);
