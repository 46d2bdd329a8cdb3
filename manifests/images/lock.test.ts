import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { UserError } from "../../config/errors";
import { emptyLock, type ImageLock, readImageLock, writeImageLock } from "./lock";
import { requireDigests } from "./require";
import type { FoundImage } from "./rewrite";

const digest = `sha256:${"a".repeat(64)}`;

function lockOf(...references: string[]): ImageLock {
  const line = { digest, platforms: ["linux/amd64"], resolvedAt: "2026-11-25T12:00:00Z", from: "r.example" };
  return { version: 1, images: Object.fromEntries(references.map((reference) => [reference, line])) };
}

describe("the lock's file", () => {
  let folder = "";
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "kubeflow-lock-"));
  });
  afterEach(() => {
    fs.rmSync(folder, { recursive: true });
  });

  it("is read as it was written, sorted, and written only where it changes", () => {
    const file = path.join(folder, "images.lock.json");
    assert.deepEqual(readImageLock(file), emptyLock);
    const lock = lockOf("r.example/b:1", "r.example/a:1");
    assert.equal(writeImageLock(lock, file), true);
    assert.deepEqual(readImageLock(file), lock);
    assert.deepEqual(Object.keys(readImageLock(file).images), ["r.example/a:1", "r.example/b:1"]);
    assert.equal(writeImageLock(lockOf("r.example/a:1", "r.example/b:1"), file), false);
    assert.deepEqual(fs.readdirSync(folder), ["images.lock.json"]);
  });

  it("is refused with its mistake", () => {
    const file = path.join(folder, "images.lock.json");
    for (const [content, mistake] of [
      ["{", /JSON/],
      [JSON.stringify({ version: 2, images: {} }), /version/],
      [JSON.stringify(lockOf("mysql:8.4")), /Invalid key in record.*\n.*"mysql:8.4"/],
      [JSON.stringify(lockOf("r.example/a:1")).replace(digest, "sha256:1"), /64 hexadecimal/],
    ] as const) {
      fs.writeFileSync(file, content);
      assert.throws(
        () => readImageLock(file),
        (error) => error instanceof UserError && mistake.test(error.message) && error.message.includes(file),
      );
    }
  });
});

describe("requireDigests", () => {
  const found = (reference: string, object = "Pod/n/p"): FoundImage => ({
    reference,
    object,
    place: "image",
  });
  const images = [
    found("mysql:8.4"),
    found("mysql:8.4", "Pod/n/q"),
    found(`a.example/b@${digest}`),
    found("a.example/c:1"),
  ];

  it("lists every image without a digest once", () => {
    assert.throws(
      () => requireDigests(images, { policy: "required", lock: emptyLock }),
      (error) => {
        assert.ok(error instanceof UserError);
        assert.deepEqual(error.message.split("\n").slice(1), [
          "    a.example/c:1  (Pod/n/p image)",
          "    docker.io/library/mysql:8.4  (Pod/n/p image)",
          `  → ${error.wayOut ?? ""}`,
        ]);
        assert.match(error.wayOut ?? "", /npm run manifests -- lock/);
        return true;
      },
    );
  });

  it("takes upstream's digests, the lock's, and tags where they have to stay", () => {
    const lock = lockOf("docker.io/library/mysql:8.4");
    const tagOnly = new Set(["Pod/n/kept"]);
    const all = [...images.slice(0, 3), found("a.example/c:1", "Pod/n/kept")];
    assert.deepEqual(
      requireDigests(all, { policy: "required", lock, tagOnly }),
      new Map([["docker.io/library/mysql:8.4", digest]]),
    );
  });

  it("asks for nothing under preferred and none", () => {
    const lock = lockOf("docker.io/library/mysql:8.4");
    assert.equal(requireDigests(images, { policy: "preferred", lock }).size, 1);
    assert.equal(requireDigests(images, { policy: "none", lock }).size, 0);
  });
});
