import assert from "node:assert/strict";
import { releaseStandings } from "./kubeflow";

describe("releaseStandings", () => {
  const known = ["26.03", "26.03.1-rc.2"];
  const newer = (release: string, ...published: string[]) =>
    releaseStandings({ local: release }, known, published)[0]?.newer.map(
      (one) => `${one.version}${one.candidate ? ", candidate" : ""}${one.known ? ", known" : ""}`,
    );

  it("tells the newest release and the candidate beyond it, and which of them are known", () => {
    assert.deepEqual(newer("26.03"), ["26.03.1-rc.2, candidate, known"]);
    assert.deepEqual(newer("26.03", "26.03.1-rc.3", "v1.10.2"), ["26.03.1-rc.3, candidate"]);
    assert.deepEqual(newer("26.03", "26.03.1", "26.03.1-rc.3", "26.10-rc.0"), [
      "26.03.1",
      "26.10-rc.0, candidate",
    ]);
  });

  it("tells no candidate of what is released", () => {
    assert.deepEqual(newer("26.03", "26.03.1", "26.03.1-rc.9"), ["26.03.1"]);
    assert.deepEqual(newer("26.03.1-rc.2", "26.03.1"), ["26.03.1"]);
    assert.deepEqual(newer("26.03.1-rc.2"), []);
  });

  it("groups environments by their release", () => {
    const standings = releaseStandings({ dev: "26.03.1-rc.2", local: "26.03", prod: "26.03" }, known, []);
    assert.deepEqual(
      standings.map(({ release, environments }) => [release, environments]),
      [
        ["26.03", ["local", "prod"]],
        ["26.03.1-rc.2", ["dev"]],
      ],
    );
  });
});
