import assert from "node:assert/strict";
import { EXPLAINED, isAbout, outdated, unexplained } from "./explained";
import type { Finding, Scan } from "./finding";
import { figures, withFigures } from "./report";

const finding = (check: string, object: string): Finding => ({
  severity: "checkov failed",
  check,
  title: "a test",
  object,
});

describe("explanations of findings", () => {
  const explained = { check: "A", objects: ["Job/n/made-*", "Pod/n/a"], reason: "a test" };

  it("are about a check and an object, and about generated names", () => {
    assert.equal(isAbout(explained, finding("A", "Pod/n/a")), true);
    assert.equal(isAbout(explained, finding("A", "Job/n/made-0123456789")), true);
    assert.equal(isAbout(explained, finding("B", "Pod/n/a")), false);
    assert.equal(isAbout(explained, finding("A", "Pod/n/b")), false);
    assert.equal(isAbout(explained, finding("A", "Job/n/made-by-hand")), false);
  });

  it("leave out what nobody explained, and are missed where nothing is found", () => {
    const other = finding("NO_SUCH_CHECK", "Pod/n/a");
    assert.deepEqual(unexplained([other]), [other]);
    assert.equal(outdated([]).length, EXPLAINED.flatMap(({ objects }) => objects).length);
  });

  it("explain no object of a check twice", () => {
    const all = EXPLAINED.flatMap(({ check, objects }) => objects.map((object) => `${check} ${object}`));
    assert.deepEqual(
      all.filter((each, index) => all.indexOf(each) !== index),
      [],
    );
  });
});

describe("the table of figures", () => {
  const found = (critical: number): Scan => ({
    objects: 10,
    checksMade: 20,
    findings: [
      ...Array.from({ length: critical }, () => ({
        ...finding("a", "b"),
        severity: "kube-score critical" as const,
      })),
      { ...finding("a", "b"), severity: "kube-score warning" },
      finding("a", "b"),
    ],
  });
  const text = figures({ release: "1", environment: "prod", upstream: found(8), ours: found(1) });

  it("has a line for each severity, with the share that is left", () => {
    assert.match(text, /\| kube-score critical +\| +8 \| +1 \| +12\.5% \|/);
    assert.match(text, /\| checkov failed +\| +1 \| +1 \| 100\.0% \|/);
  });

  it("takes the place of the one before, and of nothing else", () => {
    const page = `a\n${text}\nb\n`;
    const other = figures({ release: "1", environment: "prod", upstream: found(8), ours: found(2) });
    assert.equal(withFigures(page, other), `a\n${other}\nb\n`);
    assert.throws(() => withFigures("a", text), /has no <!-- figures/);
  });
});
