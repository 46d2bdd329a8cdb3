import assert from "node:assert/strict";
import { usualRelease } from "./pins";
import { isCandidate } from "./order";
import { type Pin, verdictOn } from "./verdicts";

const publisher = { kind: "refs", url: "https://git.example/refs", name: "x" } as const;

async function verdict(pin: Omit<Pin, "name" | "publisher">, ...published: string[]) {
  const { pin: _, ...rest } = await verdictOn(
    { name: "Kubeflow", publisher, ...pin },
    { of: () => Promise.resolve(published) },
  );
  return rest;
}

describe("verdictOn", () => {
  it("never takes a candidate for the newest where a release is pinned", async () => {
    assert.deepEqual(await verdict({ version: "26.03" }, "26.03", "26.03.1-rc.2"), { state: "newest" });
  });

  it("takes a release for newer than its own candidate, and the next candidate too where one is pinned", async () => {
    const pinned = { version: "26.03.1-rc.2" };
    assert.deepEqual(await verdict(pinned, "26.03", "26.03.1-rc.2"), { state: "newest" });
    assert.deepEqual(await verdict(pinned, "26.03.1-rc.3", "26.03"), {
      state: "behind",
      newest: "26.03.1-rc.3",
    });
    assert.deepEqual(await verdict(pinned, "26.03.1", "26.03.1-rc.3"), {
      state: "behind",
      newest: "26.03.1",
    });
  });

  it("stays in a line, and says what is beyond it", async () => {
    const pinned = { version: "1.35.0", held: { line: "1.35", why: "EKS" } };
    assert.deepEqual(await verdict(pinned, "v1.35.2", "v1.37.0"), {
      state: "behind",
      newest: "v1.35.2",
      beyond: "v1.37.0",
    });
    assert.deepEqual(await verdict(pinned, "v1.37.0"), { state: "newest", beyond: "v1.37.0" });
    assert.deepEqual(await verdict(pinned, "v1.35.0", "v1.34.9"), { state: "newest" });
  });

  it("knows nothing where nothing can be compared", async () => {
    const host = "git.example";
    assert.deepEqual(await verdict({ version: "1" }, "latest"), {
      state: "unknown",
      host,
      why: "no version was found",
    });
    assert.deepEqual(await verdict({ version: "main" }, "1.0"), {
      state: "unknown",
      host,
      why: "main is no version",
    });
  });
});

describe("usualRelease", () => {
  it("is one that nobody only tries out", () => {
    assert.ok(!isCandidate(usualRelease) && usualRelease !== "");
  });
});
