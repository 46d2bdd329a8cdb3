import * as fs from "node:fs";
import { Follower } from "./follower";
import { FollowerSettings } from "./settings";

/** A process of its own beside the cluster; its argument is the file with its settings. */
const settings = FollowerSettings.parse(JSON.parse(fs.readFileSync(process.argv.at(2) ?? "", "utf8")));
const end = new AbortController();
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, () => {
    end.abort();
  });
}
const follower = new Follower(settings, (text) => {
  process.stdout.write(`${new Date().toISOString()} ${text}\n`);
});
follower.run(end.signal).catch((error: unknown) => {
  if (!end.signal.aborted) {
    process.stdout.write(
      `error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
  }
  process.exit(end.signal.aborted ? 0 : 1);
});
