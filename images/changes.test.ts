import assert from "node:assert/strict";
import { imageChanges, lastPartOf, repositoryOf } from "./changes";

describe("imageChanges", () => {
  it("pairs images by repository, then by the last part of it, and leaves what comes and goes", () => {
    assert.deepEqual(
      imageChanges(
        ["a.example/x/one:1", "a.example/x/two:1", "a.example/same:1", "a.example/old:1"],
        ["a.example/x/one:2", "b.example/y/two:2", "a.example/same:1", "a.example/new:1"],
      ),
      [
        { before: "a.example/x/one:1", after: "a.example/x/one:2" },
        { before: "a.example/x/two:1", after: "b.example/y/two:2" },
        { after: "a.example/new:1" },
        { before: "a.example/old:1" },
      ],
    );
  });

  it("pairs variants of one repository in their order", () => {
    assert.deepEqual(
      imageChanges(["r.example/i:1", "r.example/i:1-gpu"], ["r.example/i:2", "r.example/i:2-gpu"]),
      [
        { before: "r.example/i:1", after: "r.example/i:2" },
        { before: "r.example/i:1-gpu", after: "r.example/i:2-gpu" },
      ],
    );
  });
});

describe("an image's name", () => {
  it("has its registry, and neither tag nor digest", () => {
    const digest = `sha256:${"0".repeat(64)}`;
    assert.equal(repositoryOf(`r.example:5000/a/x:1@${digest}`), "r.example:5000/a/x");
    assert.equal(repositoryOf(`a/y@${digest}`), "docker.io/a/y");
    assert.equal(lastPartOf("r.example:5000/a/x"), "x");
  });

  it("is all of a text that is no reference", () => {
    assert.equal(repositoryOf("$(IMAGE)"), "$(IMAGE)");
  });
});
