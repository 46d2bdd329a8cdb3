import assert from "node:assert/strict";
import { EXPLAINED, isAbout, outdated, unexplained } from "./explained";
import type { Finding, Scan } from "./finding";
import { figures, honest, withFigures } from "./report";

const finding = (check: string, object: string): Finding => ({
  severity: "checkov failed",
  check,
  title: "a test",
  object,
});

describe("explanations of findings", () => {
  const explained = { check: "A", objects: ["Pod/n/a"], reason: "a test" };

  it("are about a check and an object, or all objects", () => {
    assert.equal(isAbout(explained, finding("A", "Pod/n/a")), true);
    assert.equal(isAbout({ ...explained, objects: ["*"] }, finding("A", "Pod/n/b")), true);
    assert.equal(isAbout(explained, finding("B", "Pod/n/a")), false);
    assert.equal(isAbout(explained, finding("A", "Pod/n/b")), false);
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
  const scans = (ours: number) => ({
    release: "1",
    environment: "prod",
    upstream: found(8),
    ours: found(ours),
    tokensAsBefore: ["Deployment/n/a", "Deployment/n/b"],
    locked: found(0),
  });
  const text = figures(scans(1));

  it("has a line for each severity, with the share that is left", () => {
    assert.match(text, /\| kube-score critical +\| +8 \| +1 \| +12\.5% \| +0 \| +0\.0% \|/);
    assert.match(text, /\| checkov failed +\| +1 \| +1 \| 100\.0% \| +1 \| 100\.0% \|/);
  });

  it("counts beside what fails what only looks mended", () => {
    assert.equal(honest(scans(1)), 3);
    assert.match(text, /\| the same, tokens counted +\| +1 \| +3 \| 300\.0% \| +3 \| 300\.0% \|/);
  });

  it("takes the place of the one before, and of nothing else", () => {
    const page = `a\n${text}\nb\n`;
    const other = figures(scans(2));
    assert.equal(withFigures(page, other), `a\n${other}\nb\n`);
    assert.throws(() => withFigures("a", text), /has no <!-- figures/);
  });
});
