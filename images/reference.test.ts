import assert from "node:assert/strict";
import * as fc from "fast-check";
import { canonicalReference, formatReference, parseReference } from "./reference";

const digest = `sha256:${"0".repeat(64)}`;

describe("parseReference", () => {
  for (const [text, parts] of [
    ["busybox", { registry: "docker.io", repository: "library/busybox" }],
    ["kserve/agent:v1", { registry: "docker.io", repository: "kserve/agent", tag: "v1" }],
    ["quay.io/a/b/c:1.2-3_x", { registry: "quay.io", repository: "a/b/c", tag: "1.2-3_x" }],
    ["localhost/a", { registry: "localhost", repository: "a" }],
    [`r.example:5000/a:t@${digest}`, { registry: "r.example:5000", repository: "a", tag: "t", digest }],
    ["[::1]:5000/a", { registry: "[::1]:5000", repository: "a" }],
  ] as const) {
    it(`takes ${text} apart`, () => {
      assert.deepEqual(parseReference(text), parts);
    });
  }

  it("refuses what is none", () => {
    for (const text of [
      "",
      "$IMAGE",
      "/a/b",
      "a b",
      "A",
      "IfNotPresent",
      "https://a.example/b",
      "a:",
      "a@sha256:00",
      "a/B",
    ]) {
      assert.equal(parseReference(text), undefined, text);
    }
  });
});

describe("canonicalReference", () => {
  it("is the same for every spelling of an image", () => {
    for (const text of ["busybox", "busybox:latest", "library/busybox", "docker.io/library/busybox:latest"]) {
      assert.equal(canonicalReference(text), "docker.io/library/busybox:latest");
    }
    assert.equal(canonicalReference(`a.example/b:1@${digest}`), `a.example/b@${digest}`);
    assert.throws(() => canonicalReference("$X"), /is not a reference/);
  });

  it("is canonical itself, and formatting undoes parsing", () => {
    const name = fc.stringMatching(/^[a-z0-9]{1,8}$/);
    const reference = fc
      .tuple(
        fc.constantFrom("quay.io", "docker.io", "r.example:5000"),
        fc.array(name, { minLength: 2, maxLength: 4 }),
        name,
      )
      .map(([registry, segments, tag]) => `${registry}/${segments.join("/")}:${tag}`);
    fc.assert(
      fc.property(reference, (text) => {
        const parsed = parseReference(text);
        assert.ok(parsed !== undefined);
        assert.equal(formatReference(parsed), text);
        assert.equal(canonicalReference(text), text);
      }),
    );
  });
});
