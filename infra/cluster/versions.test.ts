import assert from "node:assert/strict";
import fc from "fast-check";
import {
  checkKubernetesVersion,
  DEFAULT_KUBERNETES_VERSION,
  isKubernetesVersion,
  KUBERNETES_VERSIONS,
  WARNING_DAYS,
} from "./versions";

const DAY = 24 * 60 * 60 * 1000;
const minorOf = (version: string) => Number(version.split(".")[1]);

describe("Kubernetes versions", () => {
  it("are the default and its neighbours, each with a year of extended support", () => {
    for (const [version, { standardSupportEnds, extendedSupportEnds }] of Object.entries(
      KUBERNETES_VERSIONS,
    )) {
      assert.ok(Math.abs(minorOf(version) - minorOf(DEFAULT_KUBERNETES_VERSION)) <= 1, version);
      const [year = "", ...rest] = standardSupportEnds.split("-");
      assert.equal(extendedSupportEnds, [Number(year) + 1, ...rest].join("-"), version);
    }
  });

  it("are allowed without a word while support lasts long", () => {
    assert.deepEqual(checkKubernetesVersion("1.35", new Date("2026-11-24T07:00:00Z")), {});
    assert.deepEqual(checkKubernetesVersion("1.34", new Date("2026-10-02T23:59:59Z")), {});
  });

  it("are warned of for 60 days", () => {
    const warning = (today: string) => checkKubernetesVersion("1.34", new Date(today)).warning ?? "";
    assert.match(warning("2026-10-03T00:00:00Z"), /1\.34 ends on 2026-12-02, in 60 days/);
    assert.match(warning("2026-11-24T07:13:46Z"), /in 8 days/);
    assert.match(warning("2026-12-01T23:59:59Z"), /in 1 day:/);
  });

  it("are refused from the day on which standard support ends", () => {
    assert.deepEqual(checkKubernetesVersion("1.34", new Date("2026-12-02T00:00:00Z")), {
      refusal:
        "EKS' standard support of Kubernetes 1.34 ended on 2026-12-02; allowed: 1.35 (until 2027-03-27), 1.36 (until 2027-08-02)",
    });
    assert.match(
      checkKubernetesVersion("1.36", new Date("2030-01-01T00:00:00Z")).refusal ?? "",
      /allowed: none any more; this release is too old/,
    );
  });

  it("are refused where they are not in the table, and what is allowed is said", () => {
    for (const version of ["1.33", "1.37", "1.3", "2.35", "toString", ""]) {
      assert.equal(isKubernetesVersion(version), false);
      assert.deepEqual(checkKubernetesVersion(version, new Date("2026-11-24T00:00:00Z")), {
        refusal: `Kubernetes ${version} is not one of the allowed versions: 1.34 (until 2026-12-02), 1.35 (until 2027-03-27), 1.36 (until 2027-08-02)`,
      });
    }
  });

  it("never have both verdicts, and warnings only shortly before the end", () => {
    const versions = fc.constantFrom(...Object.entries(KUBERNETES_VERSIONS));
    const offsets = fc.integer({ min: -400 * DAY, max: 400 * DAY });
    fc.assert(
      fc.property(versions, offsets, ([version, { standardSupportEnds }], offset) => {
        const left = -offset;
        const { refusal, warning } = checkKubernetesVersion(
          version,
          new Date(Date.parse(standardSupportEnds) + offset),
        );
        assert.equal(refusal !== undefined, left <= 0);
        assert.equal(warning !== undefined, left > 0 && left <= WARNING_DAYS * DAY);
      }),
    );
  });
});
