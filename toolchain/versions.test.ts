import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { BUILDS } from "./builds";
import { TOOLS, type Platform, type Tool } from "./tools";
import { VERSIONS, type Product } from "./versions";

const tools: [string, Tool][] = Object.entries(TOOLS);
const platforms: Platform[] = [
  { os: "linux", arch: "amd64" },
  { os: "linux", arch: "arm64" },
  { os: "darwin", arch: "arm64" },
];

function goMod(product: Product): string {
  return fs.readFileSync(path.join(__dirname, "go", BUILDS[product].folder, "go.mod"), "utf8");
}

describe("the toolchain's versions", () => {
  for (const product of [
    "pulumi",
    "kubernetes",
    "etcd",
    "kwok",
    "kustomize",
    "kube-score",
    "prometheus",
    "loki",
    "kube-state-metrics",
  ] as const) {
    it(`of ${product} are the same here and in its go.mod`, () => {
      const { module, moduleVersion = VERSIONS[product] } = BUILDS[product];
      const line = new RegExp(`^(?:require )?\\s*${module.replaceAll(".", "\\.")} (v\\S+)`, "m");
      assert.equal(line.exec(goMod(product))?.[1], `v${moduleVersion}`);
    });
  }

  it("of Kubernetes' own libraries are those of its release", () => {
    const wrong = [...goMod("kubernetes").matchAll(/^replace (k8s\.io\/\S+) => \S+ (\S+)/gm)].filter(
      (match) => match[2] !== `v${VERSIONS.kubernetes.replace(/^1/, "0")}`,
    );
    assert.deepEqual(wrong, []);
  });

  it("stand in the linker flags of the programs that report them", () => {
    assert.match(BUILDS.pulumi.ldflags, new RegExp(`version\\.Version=v${VERSIONS.pulumi}$`));
    assert.match(BUILDS.kubernetes.ldflags, new RegExp(`gitVersion=v${VERSIONS.kubernetes} `));
  });
});

describe("official downloads", () => {
  it("carry the version and the platform in their address", () => {
    for (const [name, tool] of tools) {
      for (const platform of platforms) {
        const download = tool.download(platform);
        if (download !== undefined) {
          assert.ok(download.url.includes(VERSIONS[tool.product]), `${name}: ${download.url}`);
          assert.ok(download.url.includes(platform.os), `${name}: ${download.url}`);
          assert.match(download.checksums, /^https:/);
        }
      }
    }
  });

  it("spell the processor as each publisher does", () => {
    assert.match(TOOLS.pulumi.download({ os: "linux", arch: "amd64" }).url, /-linux-x64\.tar\.gz$/);
    assert.match(TOOLS.etcd.download({ os: "darwin", arch: "arm64" }).url, /-darwin-arm64\.zip$/);
    assert.match(TOOLS.kwok.download({ os: "linux", arch: "arm64" })?.url ?? "", /\/kwok-linux-arm64$/);
  });

  it("of Kubernetes' servers exist for Linux only; elsewhere they are built", () => {
    assert.equal(TOOLS["kube-apiserver"].download({ os: "darwin", arch: "arm64" }), undefined);
    assert.notEqual(TOOLS.kubectl.download({ os: "darwin", arch: "arm64" }), undefined);
  });
});
