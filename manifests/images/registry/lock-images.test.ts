import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { emptyLock, type ImageLock, type LockedImage } from "../lock";
import { formatReference } from "../../../images";
import { RegistryClient, type ResolvedImage } from "./client";
import { dockerCredentials } from "./credentials";
import { lockImages } from "./lock-images";
import { indexOf, startRegistry } from "./testing";

const digest = (letter: string): string => `sha256:${letter.repeat(64)}`;
const now = new Date("2026-11-25T12:00:00Z");
const line: LockedImage = {
  digest: digest("a"),
  platforms: ["linux/amd64"],
  resolvedAt: "2026-01-01T00:00:00Z",
  from: "r.example",
};

/** What a registry would say, by canonical reference; nothing where it doesn't answer. */
function resolveFrom(answers: Record<string, ResolvedImage>) {
  return (reference: Parameters<typeof formatReference>[0], known: string | undefined) => {
    const answer = answers[formatReference(reference)];
    return answer === undefined
      ? Promise.reject(new Error("no answer"))
      : Promise.resolve(answer.digest === known ? undefined : answer);
  };
}

describe("lockImages", () => {
  const lock: ImageLock = { version: 1, images: { "r.example/a:1": line, "r.example/old:1": line } };
  const answers = {
    "r.example/a:1": { digest: digest("a"), platforms: ["linux/amd64"], from: "r.example" },
    "r.example/b:2": { digest: digest("b"), platforms: ["linux/amd64", "linux/arm64"], from: "r.example" },
  };

  it("adds lines, keeps those that say the same, and lets go of what nobody names", async () => {
    const progress: number[] = [];
    const result = await lockImages(["r.example/b:2", "r.example/a:1", "r.example/b:2"], {
      resolve: resolveFrom(answers),
      lock,
      keepOthers: false,
      now,
      onProgress: (done, total) => progress.push(done / total),
    });
    assert.deepEqual(result, {
      lock: {
        version: 1,
        images: {
          "r.example/a:1": line,
          "r.example/b:2": { ...answers["r.example/b:2"], resolvedAt: "2026-11-25T12:00:00.000Z" },
        },
      },
      unresolved: [],
    });
    assert.deepEqual(progress, [0.5, 1]);
  });

  it("keeps the line of an image whose registry does not answer, and says which are missing", async () => {
    const result = await lockImages(["r.example/old:1", "r.example/new:1"], {
      resolve: resolveFrom({}),
      lock,
      keepOthers: true,
      now,
    });
    assert.deepEqual(result, {
      lock,
      unresolved: [
        { reference: "r.example/new:1", reason: "no answer", kept: false },
        { reference: "r.example/old:1", reason: "no answer", kept: true },
      ],
    });
  });

  it("takes a moved tag's digest", async () => {
    const moved = { ...answers["r.example/a:1"], digest: digest("c") };
    const result = await lockImages(["r.example/a:1"], {
      resolve: resolveFrom({ "r.example/a:1": moved }),
      lock,
      keepOthers: true,
      now,
    });
    assert.equal(result.lock.images["r.example/a:1"]?.digest, digest("c"));
    assert.deepEqual(result.lock.images["r.example/old:1"], line);
  });

  it("asks so many at a time and no more, and stops where it is told to", async () => {
    const abort = new AbortController();
    let open = 0;
    let most = 0;
    const asked = lockImages(
      Array.from({ length: 20 }, (_, i) => `r.example/n${i}:1`),
      {
        resolve: async (reference) => {
          most = Math.max(most, ++open);
          await new Promise((next) => setTimeout(next, 1));
          open -= 1;
          if (reference.repository === "n5") {
            abort.abort();
          }
          return answers["r.example/a:1"];
        },
        lock: emptyLock,
        keepOthers: false,
        now,
        concurrency: 3,
        signal: abort.signal,
      },
    );
    await assert.rejects(asked, { name: "AbortError" });
    assert.equal(most, 3);
  });

  it("works with a registry", async () => {
    const index = indexOf({ os: "linux", architecture: "amd64" }, { os: "linux", architecture: "arm64" });
    const registry = await startRegistry({ "a/b:1": index });
    const client = new RegistryClient();
    const options = {
      resolve: client.resolve.bind(client),
      keepOthers: false,
      now,
    };
    try {
      const names = [`${registry.host}/a/b:1`, `${registry.host}/a/none:1`];
      const first = await lockImages(names, { ...options, lock: emptyLock });
      assert.deepEqual(first.lock.images, {
        [`${registry.host}/a/b:1`]: {
          digest: index.digest,
          platforms: ["linux/amd64", "linux/arm64"],
          resolvedAt: "2026-11-25T12:00:00.000Z",
          from: registry.host,
        },
      });
      assert.match(first.unresolved[0]?.reason ?? "", /has no .*\/a\/none:1/);
      const second = await lockImages(names.slice(0, 1), { ...options, lock: first.lock, now: new Date() });
      assert.deepEqual(second, { lock: first.lock, unresolved: [] });
    } finally {
      await client.close();
      await registry.close();
    }
  });
});

describe("dockerCredentials", () => {
  it("reads logins as docker writes them, and none where there is no file", () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "kubeflow-docker-"));
    const file = path.join(folder, "config.json");
    try {
      assert.equal(dockerCredentials(file)("ghcr.io"), undefined);
      const auths = {
        "ghcr.io": { auth: btoa("user:pass:word") },
        "https://index.docker.io/v1/": { username: "u", password: "p" },
        "kept.example": {},
      };
      fs.writeFileSync(file, JSON.stringify({ auths, credsStore: "desktop" }));
      const find = dockerCredentials(file);
      assert.deepEqual(find("ghcr.io"), { username: "user", password: "pass:word" });
      assert.deepEqual(find("docker.io"), { username: "u", password: "p" });
      assert.equal(find("kept.example"), undefined);
      assert.equal(find("quay.io"), undefined);
      fs.writeFileSync(file, "{");
      assert.throws(() => dockerCredentials(file), /logins of registries in .* can't be read/);
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });
});
