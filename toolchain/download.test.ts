import * as assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import * as path from "node:path";
import { Downloader, parseChecksum } from "./download";
import { withFolder, writeScript } from "./testing/folders";
import type { Download } from "./tools";

const SUM = "a".repeat(64);

describe("parseChecksum", () => {
  it("reads lists, lone sums and GitHub's descriptions of releases", () => {
    assert.equal(parseChecksum(`${"b".repeat(64)}  other\n${SUM}  kwok\n`, "kwok"), SUM);
    assert.equal(parseChecksum(`${SUM} *kwok\n`, "kwok"), SUM);
    assert.equal(parseChecksum(`${SUM}\n`, "whatever"), SUM);
    const release = { assets: [{ name: "x" }, { name: "kwok", digest: `sha256:${SUM}` }] };
    assert.equal(parseChecksum(JSON.stringify(release), "kwok"), SUM);
  });

  it("finds nothing where there is nothing, or no SHA-256", () => {
    assert.equal(parseChecksum("", "kwok"), undefined);
    assert.equal(parseChecksum("<html>please log in</html>", "kwok"), undefined);
    assert.equal(parseChecksum("abc  kwok", "kwok"), undefined);
    assert.equal(parseChecksum('{"message":"rate limit"}', "kwok"), undefined);
    assert.equal(parseChecksum('{"assets":[{"name":"kwok","digest":null}]}', "kwok"), undefined);
  });
});

/** Serves files to a test, and counts requests. */
async function withServer(
  files: Record<string, string | Buffer>,
  test: (base: string, requests: string[]) => Promise<void>,
): Promise<void> {
  const requests: string[] = [];
  const server = http.createServer((request, response) => {
    requests.push(request.url ?? "");
    const content = files[request.url ?? ""];
    response.statusCode = content === undefined ? 404 : 200;
    response.end(content);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    await test(`http://127.0.0.1:${addressOf(server).port}`, requests);
  } finally {
    server.close();
  }
}

function addressOf(server: http.Server): AddressInfo {
  const address = server.address();
  assert.ok(typeof address === "object" && address !== null);
  return address;
}

const sha256 = (content: string | Buffer) => createHash("sha256").update(content).digest("hex");
const plain = (base: string): Download => ({
  url: `${base}/kwok`,
  checksums: `${base}/sums`,
  archive: "none",
  members: [],
});

describe("Downloader", () => {
  let downloader: Downloader;
  beforeEach(() => (downloader = new Downloader()));
  afterEach(() => downloader.close());

  it("saves what has the right sum, as an executable", () =>
    withFolder((folder) =>
      withServer({ "/kwok": "#!/bin/sh\n", "/sums": `${sha256("#!/bin/sh\n")}  kwok` }, async (base) => {
        const seen: number[] = [];
        await downloader.fetchInto(folder, "kwok", plain(base), (received) => seen.push(received));
        assert.equal(fs.readFileSync(path.join(folder, "kwok"), "utf8"), "#!/bin/sh\n");
        assert.equal(fs.statSync(path.join(folder, "kwok")).mode & 0o777, 0o755);
        assert.equal(seen.at(-1), 10);
      }),
    ));

  it("keeps nothing of what has another sum", () =>
    withFolder((folder) =>
      withServer({ "/kwok": "tampered", "/sums": `${SUM}  kwok` }, async (base) => {
        const fetching = downloader.fetchInto(folder, "kwok", plain(base), () => undefined);
        await assert.rejects(fetching, /has SHA-256 [0-9a-f]+, its publisher says aaaa/);
        assert.deepEqual(fs.readdirSync(folder), []);
      }),
    ));

  it("takes one file out of an archive's folder", () =>
    withFolder((folder) => {
      writeScript(path.join(folder, "etcd-v1", "etcd"), "echo 1.2.3");
      writeScript(path.join(folder, "etcd-v1", "etcdctl"), "echo no");
      execFileSync("tar", ["-czf", "etcd.tar.gz", "etcd-v1"], { cwd: folder });
      const archive = fs.readFileSync(path.join(folder, "etcd.tar.gz"));
      return withServer({ "/etcd.tar.gz": archive, "/sums": sha256(archive) }, async (base) => {
        const target = path.join(folder, "target");
        fs.mkdirSync(target);
        const url = `${base}/etcd.tar.gz`;
        const download: Download = {
          url,
          checksums: `${base}/sums`,
          archive: "tar.gz",
          members: ["etcd-v1/etcd"],
        };
        await downloader.fetchInto(target, "etcd", download, () => undefined);
        assert.deepEqual(fs.readdirSync(target), ["etcd"]);
      });
    }));

  it("asks a host that cannot be reached once", () =>
    withFolder(async (folder) => {
      const server = http.createServer();
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      const { port } = addressOf(server);
      await new Promise((resolve) => server.close(resolve));
      const download = plain(`http://127.0.0.1:${port}`);
      const messages: string[] = [];
      for (let i = 0; i < 2; i++) {
        await downloader
          .fetchInto(folder, "kwok", download, () => undefined)
          .catch((error: unknown) => messages.push(String(error)));
      }
      assert.match(messages[0] ?? "", /127\.0\.0\.1:\d+ cannot be reached/);
      assert.equal(messages[1], messages[0]);
    }));

  it("says what is missing where the file or its sum is", () =>
    withFolder((folder) =>
      withServer({ "/sums": `${SUM}  other` }, async (base) => {
        const fetching = downloader.fetchInto(folder, "kwok", plain(base), () => undefined);
        await assert.rejects(fetching, /holds no checksum for kwok/);
      }),
    ));
});
