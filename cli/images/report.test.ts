import * as assert from "node:assert/strict";
import { imagesText, listImages, unresolvedText } from "./report";

const digest = `sha256:${"a".repeat(64)}`;
const line = { digest, platforms: ["linux/arm64"], resolvedAt: "2026-11-25T12:00:00Z", from: "r.example" };
const found = (reference: string, object: string) => ({ reference, object, place: "image" });

describe("listImages", () => {
  it("has each image once, with what is known of it", () => {
    const images = [
      found("mysql:8.4", "Pod/b"),
      found("docker.io/library/mysql:8.4", "Pod/a"),
      found("r.example/x", "Pod/a"),
      found(`r.example/y:1@${digest}`, "Pod/a"),
    ];
    const listed = listImages(images, { version: 1, images: { "r.example/x:latest": line } });
    assert.deepEqual(
      listed,
      [
        {
          reference: "docker.io/library/mysql:8.4",
          architectures: ["amd64", "arm64"],
          known: "table",
          objects: ["Pod/a", "Pod/b"],
        },
        {
          reference: `r.example/y@${digest}`,
          digest,
          architectures: ["amd64"],
          known: "assumed",
          objects: ["Pod/a"],
        },
        {
          reference: "r.example/x:latest",
          digest,
          architectures: ["arm64"],
          known: "lock",
          objects: ["Pod/a"],
        },
      ].sort((a, b) => (a.reference < b.reference ? -1 : 1)),
    );
    const lines = imagesText(listed).split("\n");
    assert.match(lines[0] ?? "", /^docker\.io\/library\/mysql:8\.4 +amd64,arm64 {2}no digest$/);
    assert.match(lines.at(-1) ?? "", /^3 images, 1 without a digest/);
  });
});

describe("unresolvedText", () => {
  it("says what is missing and what is kept", () => {
    assert.equal(
      unresolvedText([
        { reference: "r.example/a:1", reason: "no answer", kept: true },
        { reference: "r.example/b:1", reason: "no answer", kept: false },
      ]),
      "  r.example/a:1  no answer; its older line is kept\n  r.example/b:1  no answer",
    );
  });
});
