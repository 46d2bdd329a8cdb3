import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { parse, stringify } from "yaml";
import { UserError } from "../../config/errors";
import { connectExisting, singleContext, supportedVersion } from "./existing";
import { requireKind } from "./kind";

function kubeconfigText(server = "https://one.example"): string {
  return stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      { name: "one", cluster: { server, "certificate-authority": "ca.crt" } },
      { name: "two", cluster: { server: "https://two.example" } },
    ],
    users: [
      { name: "admin", user: { token: "t" } },
      { name: "other", user: { token: "secret of another cluster" } },
    ],
    contexts: [
      { name: "first", context: { cluster: "one", user: "admin" } },
      { name: "second", context: { cluster: "two", user: "other" } },
    ],
    "current-context": "second",
  });
}

describe("an existing cluster", () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "existing-"));
    file = path.join(folder, "config");
    fs.writeFileSync(path.join(folder, "ca.crt"), "a certificate");
    fs.writeFileSync(file, kubeconfigText());
  });
  afterEach(() => {
    fs.rmSync(folder, { recursive: true });
  });

  const exits = (code: number, text: RegExp) => (error: unknown) =>
    error instanceof UserError && error.exitCode === code && text.test(error.message);

  it("is reached with the part of the kubeconfig that its context needs, files included", () => {
    const text = singleContext(kubeconfigText(), { kubeconfig: file, context: "first" });
    assert.deepEqual(parse(text), {
      apiVersion: "v1",
      kind: "Config",
      clusters: [
        {
          name: "one",
          cluster: {
            server: "https://one.example",
            "certificate-authority-data": Buffer.from("a certificate").toString("base64"),
          },
        },
      ],
      users: [{ name: "admin", user: { token: "t" } }],
      contexts: [{ name: "first", context: { cluster: "one", user: "admin" } }],
      "current-context": "first",
    });
  });

  it("needs a context that is there, a file that is there, and a kubeconfig in it", async () => {
    const connect = (kubeconfig: string, context = "first") => connectExisting({ kubeconfig, context });
    await assert.rejects(connect(file, "third"), exits(2, /no context third; it has first, second/));
    await assert.rejects(connect(path.join(folder, "none")), exits(2, /none cannot be read/));
    fs.writeFileSync(file, "a: [");
    await assert.rejects(connect(file), exits(2, /is not YAML/));
    fs.writeFileSync(file, "a: 1");
    await assert.rejects(connect(file), exits(2, /is not a kubeconfig/));
  });

  it("that does not answer is named, with the cause", async () => {
    fs.writeFileSync(file, kubeconfigText("https://127.0.0.1:9"));
    await assert.rejects(
      connectExisting({ kubeconfig: file, context: "first" }),
      exits(1, /https:\/\/127\.0\.0\.1:9.*does not answer.*ECONNREFUSED/),
    );
  }).timeout(15_000);

  it("needs a supported version", () => {
    assert.equal(supportedVersion("v1.34.2-eks-1234", "https://x"), "1.34");
    assert.throws(
      () => supportedVersion("v1.19.0", "https://x"),
      /v1\.19\.0; supported are 1\.\d+ to 1\.\d+/,
    );
    assert.throws(() => supportedVersion("", "https://x"), /of an unknown version/);
  });
});

describe("kind", () => {
  it("says what it lacks, and what to do without", async () => {
    const environment = { cacheDir: "", manifestsMirror: undefined, ci: true, path: [], offline: false };
    await assert.rejects(
      requireKind(environment),
      (error) =>
        error instanceof UserError &&
        error.exitCode === 1 &&
        /needs kind and docker on PATH[^]*leave out --cluster kind/.test(error.message),
    );
  });
});
