import assert from "node:assert/strict";
import * as fs from "node:fs";
import type { Manifest } from "../../manifests";
import { orSkip } from "../../python";
import { withMadeUpDigests } from "./digests";
import { outdated, unexplained } from "./explained";
import { count, type Finding, type Scan, SEVERITIES } from "./finding";
import { compared } from "./objects";
import { DOCUMENT, figures, honest, withFigures } from "./report";
import { ensureScanners, scan, type Scanners } from "./scan";
import { withTokensAsBefore } from "./tokens";

/** Most that is left of upstream's findings, of each severity. */
const MOST = 0.25;

describe("scanners of manifests", function () {
  this.timeout(900_000);

  let scanners: Scanners;
  let release: string;
  let upstream: Scan;
  let ours: Scan;
  let locked: Scan;
  let tokensAsBefore: readonly string[];

  before(async function () {
    const prepared = await orSkip(
      this,
      async () => ({ scanners: await ensureScanners(), objects: await compared("prod") }),
      undefined,
      "no scanner is run",
    );
    ({ scanners } = prepared);
    ({ release } = prepared.objects);
    upstream = await scan(scanners, prepared.objects.upstream);
    ours = await scan(scanners, prepared.objects.ours);
    locked = await scan(scanners, withMadeUpDigests(prepared.objects.ours));
    tokensAsBefore = withTokensAsBefore(prepared.objects.ours);
  });

  it("look at all of both", () => {
    for (const { objects, checksMade } of [upstream, ours]) {
      // Some eight checks of checkov for each object, nineteen for each container.
      assert.ok(objects > 500 && checksMade > 8 * objects, `${checksMade} checks of ${objects} objects`);
    }
    for (const severity of SEVERITIES) {
      assert.ok(count(upstream, severity) > 0, severity);
    }
  });

  for (const severity of SEVERITIES) {
    it(`find at most a quarter in prod of what they find in upstream: ${severity}`, () => {
      const [before, after] = [count(upstream, severity), count(ours, severity)];
      assert.ok(after <= MOST * before, `${after} of ${before}`);
    });
  }

  it("find at most a quarter where what only looks mended is counted too", () => {
    assert.ok(tokensAsBefore.length > 0);
    assert.ok(
      honest({ ours, tokensAsBefore }) <= MOST * count(upstream, "checkov failed"),
      `${honest({ ours, tokensAsBefore })}: ${tokensAsBefore.join(", ")}`,
    );
  });

  it("find with digests nothing new, and no image without one", () => {
    const before = new Set(ours.findings.map(nameOf));
    assert.deepEqual(
      locked.findings.map(nameOf).filter((name) => !before.has(name)),
      [],
    );
    assert.equal(
      locked.findings.some(({ check }) => check === "CKV_K8S_43"),
      false,
    );
  });

  it("find nothing that is not explained", () => {
    assert.deepEqual(
      unexplained(ours.findings).map(({ check, object, title }) => `${check} ${object}: ${title}`),
      [],
    );
  });

  it("still find what is explained", () => {
    assert.deepEqual(outdated(ours.findings), []);
  });

  it("say what the documentation says", () => {
    const page = fs.readFileSync(DOCUMENT, "utf8");
    const text = figures({ release, environment: "prod", upstream, ours, tokensAsBefore, locked });
    assert.equal(page, withFigures(page, text), "npm run scan writes them anew");
  });

  it("find what is wrong with a pod, and nothing of it where it is right", async () => {
    const wrong = await scan(scanners, new Map([["a", [pod({ privileged: true })]]]));
    const checks = new Set(wrong.findings.map(({ check, object }) => `${check} ${object}`));
    assert.ok(checks.has("CKV_K8S_16 Pod/team/a"), [...checks].join("\n"));
    assert.ok(checks.has("container-security-context-privileged Pod/team/a"), [...checks].join("\n"));
    const right = await scan(scanners, new Map([["a", [pod({ privileged: false })]]]));
    assert.equal(
      right.findings.some(({ check }) => check === "CKV_K8S_16" || check.endsWith("-privileged")),
      false,
    );
  });
});

function nameOf({ severity, check, object }: Finding): string {
  return `${severity} ${check} ${object}`;
}

function pod(securityContext: { readonly privileged: boolean }): Manifest {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "a", namespace: "team" },
    spec: { containers: [{ name: "a", image: "example/a:1", securityContext: { ...securityContext } }] },
  };
}
