import assert from "node:assert/strict";
import { publisherOfModule, publisherOfProject, versionsInPage, versionsOfProject } from "./package-indexes";
import { readGoProxy, readNpmConfig, readPipConfig } from "./sources";

describe("where packages come from", () => {
  it("Go: the first proxy of GOPROXY", () => {
    assert.deepEqual(readGoProxy("https://go.example/x,direct\n"), { url: "https://go.example/x" });
    assert.deepEqual(readGoProxy("https://go.example|https://other.example"), { url: "https://go.example" });
    assert.deepEqual(readGoProxy(""), { url: "https://proxy.golang.org" });
    assert.deepEqual(readGoProxy("off"), { why: "GOPROXY is off" });
    assert.deepEqual(readGoProxy("direct"), { why: "GOPROXY is direct" });
  });

  it("Python: the environment before `install` before what is for all of pip", () => {
    const list =
      "global.index-url='https://g.example/simple'\ninstall.index-url='https://i.example/simple'\n";
    assert.deepEqual(readPipConfig(list), { url: "https://i.example/simple" });
    assert.deepEqual(readPipConfig(`${list}:env:.index-url='https://e.example/'\n`), {
      url: "https://e.example/",
    });
    assert.deepEqual(readPipConfig("global.cert='/x'\n"), { url: "https://pypi.org/simple" });
    assert.ok("why" in readPipConfig(":env:.no-index='1'\n"));
  });

  it("npm: a scope's own registry before the usual one", () => {
    const registry = readNpmConfig({ registry: "https://r.example/", "@a:registry": "https://a.example/" });
    assert.deepEqual(registry("@a/b"), { url: "https://a.example/" });
    assert.deepEqual(registry("@c/b"), { url: "https://r.example/" });
    assert.ok("why" in readNpmConfig({})("x"));
  });
});

describe("indexes of packages", () => {
  it("are asked in the spelling that they have", () => {
    assert.equal(
      publisherOfModule("github.com/Azure/x", "https://go.example/").url,
      "https://go.example/github.com/!azure/x/@v/list",
    );
    assert.equal(
      publisherOfProject("Moto_x.Y", "https://p.example/simple/").url,
      "https://p.example/simple/moto-x-y/",
    );
  });

  it("of Python have files, of which withdrawn ones don't count", () => {
    const files = [
      { filename: "my_pkg-1.0-py3-none-any.whl" },
      { filename: "my-pkg-1.1.tar.gz", yanked: false },
      { filename: "my_pkg-1.2.tar.gz", yanked: "broken" },
      { filename: "my_pkg_other-9.0.tar.gz" },
    ];
    assert.deepEqual(versionsOfProject({ name: "my-pkg", files, versions: ["1.0", "1.1", "1.2"] }), [
      "1.0",
      "1.1",
    ]);
    assert.deepEqual(versionsOfProject({ name: "my-pkg", versions: ["1.0"] }), ["1.0"]);
    const page = files.map(
      ({ filename, yanked }) =>
        `<a href="#"${typeof yanked === "string" ? ' data-yanked=""' : ""}>${filename}</a>`,
    );
    assert.deepEqual(versionsInPage(page.join("<br/>\n"), "my-pkg"), ["1.0", "1.1"]);
  });
});
