import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { planPlugins } from "./plugins";

const yes = () => Promise.resolve(true);
const no = () => Promise.resolve(false);

describe("planPlugins", () => {
  let root: string;
  let home: string;

  beforeEach(() => {
    root = fs.mkdtempSync(path.join(os.tmpdir(), "plugins-"));
    home = path.join(root, "home");
    for (const name of ["kubernetes", "random"]) {
      const folder = path.join(root, "node_modules", "@pulumi", name);
      fs.mkdirSync(folder, { recursive: true });
      fs.writeFileSync(path.join(folder, "package.json"), JSON.stringify({ pulumi: { version: "4.1.0" } }));
    }
  });

  afterEach(() => {
    fs.rmSync(root, { recursive: true });
  });

  function install(name: string, version = "4.1.0"): string {
    const folder = path.join(home, "plugins", `resource-${name}-v${version}`);
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, `pulumi-resource-${name}`), "");
    return folder;
  }

  it("takes official plugins of the right version that are installed, and asks no network", async () => {
    const kubernetes = install("kubernetes");
    const random = install("random");
    const plan = await planPlugins(root, [path.join(root, "other"), home], undefined, () =>
      assert.fail("asked the network"),
    );
    assert.deepEqual(plan, { kind: "official", folders: { kubernetes, random } });
  });

  it("leaves it to the engine to install them where it can", async () => {
    install("kubernetes", "4.0.0");
    const plan = await planPlugins(root, [home], undefined, yes);
    assert.deepEqual(plan, { kind: "official", folders: {} });
  });

  it("takes both stand-ins where one official plugin can't be had", async () => {
    install("kubernetes");
    const plan = await planPlugins(root, [home], undefined, no);
    assert.equal(plan.kind, "stand-in");
    assert.deepEqual(Object.keys(plan.folders), ["kubernetes", "random"]);
  });

  it("never changes hands while objects live", async () => {
    assert.equal((await planPlugins(root, [home], "stand-in", yes)).kind, "stand-in");
    assert.equal((await planPlugins(root, [home], "official", no)).kind, "official");
  });
});
