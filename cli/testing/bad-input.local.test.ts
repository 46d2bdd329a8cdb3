import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { childEnvironment, readEnvironment } from "../../config/environment";
import { checkSource, findRelease, locateSource } from "../../manifests";
import { Clone } from "./clone";

const repository = path.resolve(__dirname, "..", "..");

const mistakes: readonly { readonly what: string; readonly examples: object; readonly says: RegExp }[] = [
  {
    what: "an unknown key",
    examples: { trainJob: { node: 3 } },
    says: /^✗ Pulumi\.local\.yaml has 1 mistake under kubeflow-workloads:\*\n {2}kubeflow-workloads:examples\.trainJob\.node: unknown key \(did you mean nodes\?\)/,
  },
  {
    what: "an unknown pool",
    examples: { trainJob: { pool: "a100" } },
    says: /^✗ TrainJob "pytorch-ddp": there is no node pool "a100"; the pools are .*\n {2}→ use one of them/,
  },
  {
    what: "a schedule that is no cron expression",
    examples: { chain: { schedule: { cron: "every night" } } },
    says: /^✗ Pipeline "data-to-served-model": schedule "every night": .*\n {2}→ six fields/,
  },
];

/** The table of workloads/bad-input.test.ts, a row of each sort, through the command line: how it ends, what it prints. */
describe("bad input on the command line", () => {
  let clone: Clone;

  before(async function () {
    const source = locateSource(findRelease("26.03"), readEnvironment());
    const missing = await checkSource(source);
    if (missing !== undefined) {
      process.stderr.write(`\n  SKIPPED: ${missing}\n\n`);
      this.skip();
    }
    clone = new Clone(repository, {});
    fs.symlinkSync(path.join(repository, "node_modules"), clone.path("node_modules"));
  });

  after(() => {
    if (typeof clone === "object") {
      clone.remove();
    }
  });

  for (const { what, examples, says } of mistakes) {
    it(`ends with exit code 2 and one message: ${what}`, () => {
      const file = clone.path("Pulumi.local.yaml");
      const asBefore = fs.readFileSync(file, "utf8");
      fs.appendFileSync(file, `  kubeflow-workloads:examples: ${JSON.stringify(examples)}\n`);
      const source = locateSource(findRelease("26.03"), readEnvironment());
      const mirror: Record<string, string> =
        source.kind === "mirror" ? { MANIFESTS_MIRROR: path.dirname(source.directory) } : {};
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        [require.resolve("tsx/cli"), clone.path("cli", "main.ts"), "inventory", "local"],
        { cwd: clone.root, encoding: "utf8", env: childEnvironment({ ...mirror, CI: "true" }) },
      );
      fs.writeFileSync(file, asBefore);
      assert.equal(status, 2, stderr);
      assert.match(stderr, says);
      assert.doesNotMatch(stdout, /TrainJob|::/, "nothing is listed");
    });
  }
});
