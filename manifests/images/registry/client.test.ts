import assert from "node:assert/strict";
import { parseReference } from "../../../images";
import { RegistryClient, type ResolvedImage } from "./client";
import type { FindCredentials } from "./credentials";
import {
  blob,
  indexOf,
  startRegistry,
  type TestAnswer,
  type TestBlob,
  type TestRegistry,
  types,
} from "./testing";

const patience = { retries: 2, firstPauseMs: 5, longestPauseMs: 2_000, silenceMs: 5_000 };
const index = indexOf(
  { os: "linux", architecture: "amd64" },
  { os: "linux", architecture: "arm64", variant: "v8" },
  { os: "linux", architecture: "arm", variant: "v7" },
);

describe("RegistryClient", () => {
  /** The registry that was asked last. */
  let registry: TestRegistry | undefined;
  const opened: { close: () => Promise<void> }[] = [];

  afterEach(async () => {
    await Promise.all(opened.splice(0).map((one) => one.close()));
  });

  /** Asks a registry with these images for one reference. */
  async function resolve(
    image: string,
    images: Record<string, TestBlob>,
    options: Parameters<typeof startRegistry>[2] & {
      blobs?: TestBlob[];
      known?: string;
      credentials?: FindCredentials;
    } = {},
  ): Promise<ResolvedImage | undefined> {
    registry = await startRegistry(images, options.blobs, options);
    const client = new RegistryClient({
      patience,
      ...(options.credentials && { credentials: options.credentials }),
    });
    opened.push(client, registry);
    const reference = parseReference(`${registry.host}/${image}`);
    assert.ok(reference !== undefined);
    return client.resolve(reference, options.known);
  }

  it("reads an index: its digest, its platforms without attestations", async () => {
    assert.deepEqual(await resolve("a/b:1", { "a/b:1": index }), {
      digest: index.digest,
      platforms: ["linux/amd64", "linux/arm/v7", "linux/arm64"],
      from: registry?.host,
    });
    assert.deepEqual(registry?.requests, [
      "HEAD /v2/a/b/manifests/1",
      `GET /v2/a/b/manifests/${index.digest}`,
    ]);
    assert.deepEqual(registry.authorizations, ["", ""]);
  });

  it("reads an image for one platform from its configuration", async () => {
    const config = blob("application/octet-stream", { os: "linux", architecture: "amd64", rootfs: {} });
    const manifest = blob(types.dockerManifest, { config: { digest: config.digest }, layers: [] });
    const resolved = await resolve("a/b", { "a/b:latest": manifest }, { blobs: [config] });
    assert.deepEqual(resolved, { digest: manifest.digest, platforms: ["linux/amd64"], from: registry?.host });
  });

  it("asks nothing more where the digest is known", async () => {
    assert.equal(await resolve("a/b:1", { "a/b:1": index }, { known: index.digest }), undefined);
    assert.deepEqual(registry?.requests, ["HEAD /v2/a/b/manifests/1"]);
  });

  it("does without HEAD where a registry has none", async () => {
    const before = ({ method }: { method?: string }): TestAnswer | undefined =>
      method === "HEAD" ? { status: 405 } : undefined;
    assert.equal((await resolve("a/b:1", { "a/b:1": index }, { before }))?.digest, index.digest);
    assert.deepEqual(registry?.requests, ["HEAD /v2/a/b/manifests/1", "GET /v2/a/b/manifests/1"]);
  });

  it("takes a reference with a digest at its word, and checks it", async () => {
    assert.equal((await resolve(`a/b:1@${index.digest}`, { "a/b:1": index }))?.digest, index.digest);
    const wrong = `sha256:${"0".repeat(64)}`;
    const before = (): TestAnswer => ({
      status: 200,
      headers: { "content-type": types.index },
      body: index.text,
    });
    await assert.rejects(
      resolve(`a/b@${wrong}`, {}, { before }),
      /has sha256:[0-9a-f]{64}, not sha256:0{64}/,
    );
  });

  it("refuses what is no image", async () => {
    const chart = blob("application/vnd.example.old+json", {});
    await assert.rejects(
      resolve("a/b:1", { "a/b:1": chart }),
      /media type application\/vnd\.example\.old\+json/,
    );
  });

  it("gets a token, with the login where there is one, and keeps it", async () => {
    for (const login of [undefined, { username: "u", password: "p:w" }]) {
      const before: NonNullable<NonNullable<Parameters<typeof startRegistry>[2]>["before"]> = (request) => {
        if (request.url?.startsWith("/token") === true) {
          return { status: 200, body: JSON.stringify({ token: "t" }) };
        }
        const realm = `Bearer realm="http://${request.headers.host ?? ""}/token",service="s",scope="repository:a/b:pull"`;
        return request.headers.authorization === "Bearer t"
          ? undefined
          : { status: 401, headers: { "www-authenticate": realm } };
      };
      const resolved = await resolve("a/b:1", { "a/b:1": index }, { before, credentials: () => login });
      assert.equal(resolved?.digest, index.digest);
      assert.deepEqual(registry?.requests, [
        "HEAD /v2/a/b/manifests/1",
        "GET /token?service=s&scope=repository%3Aa%2Fb%3Apull",
        "HEAD /v2/a/b/manifests/1",
        `GET /v2/a/b/manifests/${index.digest}`,
      ]);
      assert.equal(registry.authorizations[1], login === undefined ? "" : `Basic ${btoa("u:p:w")}`);
    }
  });

  it("logs in where a registry asks for that only, and says so where nobody has", async () => {
    const before: NonNullable<NonNullable<Parameters<typeof startRegistry>[2]>["before"]> = ({ headers }) =>
      headers.authorization === `Basic ${btoa("u:p")}`
        ? undefined
        : { status: 401, headers: { "www-authenticate": 'Basic realm="r"' } };
    const credentials: FindCredentials = () => ({ username: "u", password: "p" });
    assert.ok(await resolve("a/b:1", { "a/b:1": index }, { before, credentials }));
    await assert.rejects(resolve("a/b:1", { "a/b:1": index }, { before }), /asks for a login/);
  });

  it("sends no login to a place without HTTPS", async () => {
    const before = (): TestAnswer => ({
      status: 401,
      headers: { "www-authenticate": 'Bearer realm="http://tokens.example/"' },
    });
    await assert.rejects(resolve("a/b:1", {}, { before }), /http:\/\/tokens\.example, which is not HTTPS/);
  });

  it("says what was refused and what is not there", async () => {
    await assert.rejects(
      resolve("a/b:1", {}, { before: () => ({ status: 401 }) }),
      /answers 401, which asks for another login/,
    );
    await assert.rejects(resolve("a/b:1", {}), /has no 127\.0\.0\.1:\d+\/a\/b:1$/);
  });

  it("waits as long as the registry says, then tries again", async () => {
    const begin = Date.now();
    const before = (_: unknown, count: number): TestAnswer | undefined =>
      count <= 1
        ? { status: 429, headers: { "retry-after": "1" } }
        : count === 2
          ? { status: 503 }
          : undefined;
    assert.equal((await resolve("a/b:1", { "a/b:1": index }, { before }))?.digest, index.digest);
    assert.ok(Date.now() - begin >= 900, "it did not wait for Retry-After");
    assert.equal(registry?.requests.length, 4);
  });

  it("gives up with what the registry said", async () => {
    await assert.rejects(resolve("a/b:1", {}, { before: () => ({ status: 503 }) }), /answers 503$/);
    assert.equal(registry?.requests.length, 6);
  });

  it("asks a registry that can't be reached once, not once an image", async () => {
    const gone = await startRegistry({});
    await gone.close();
    const client = new RegistryClient({ patience });
    opened.push(client);
    const failures = [];
    for (const name of ["a:1", "b:1"]) {
      const reference = parseReference(`${gone.host}/${name}`);
      assert.ok(reference !== undefined);
      failures.push(await client.resolve(reference).catch((error: unknown) => error));
    }
    assert.match(String(failures[0]), /127\.0\.0\.1:\d+ can't be reached: .*ECONNREFUSED/);
    assert.equal(failures[0], failures[1]);
  });
});
