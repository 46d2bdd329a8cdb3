import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type { Browser } from "playwright-core";
import { readEnvironment } from "../../config/environment";
import { reportOf } from "./model/report";
import { pageOf } from "./page/page";
import { findBrowser, look, startBrowser } from "./testing/browser";
import { findings } from "./testing/cluster";

describe("the report in a browser", () => {
  let folder: string;
  let file: string;
  let browser: Browser;

  before(async function () {
    const executable = findBrowser(readEnvironment().path);
    if (executable === undefined) {
      process.stderr.write("\n  SKIPPED: no Chromium is on PATH (Debian: apt install chromium).\n\n");
      this.skip();
    }
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "kubeflow-report-"));
    file = path.join(folder, "status-dev.html");
    fs.writeFileSync(file, pageOf(reportOf(findings())));
    browser = await startBrowser(executable);
  });

  after(async function () {
    if (typeof browser === "object") {
      await browser.close();
      fs.rmSync(folder, { recursive: true });
    }
  });

  const widths = [360, 768, 1280];
  const grounds = { light: "rgb(246, 247, 248)", dark: "rgb(21, 23, 26)" };
  for (const theme of ["light", "dark"] as const) {
    for (const width of widths) {
      it(`is quiet, asks for nothing, fits and is accessible: ${theme}, ${width} pixels`, async () => {
        assert.deepEqual(await look(browser, file, { theme, width }), {
          console: [],
          requests: [],
          violations: [],
          overflow: 0,
          ground: grounds[theme],
        });
      });
    }
  }

  it("would notice: a page that is wrong in all of these ways is told of", async () => {
    const wrong = path.join(folder, "wrong.html");
    fs.writeFileSync(
      wrong,
      `<html><body style="width:2000px"><p style="color:#ccc">pale</p><img src="http://127.0.0.1:9/x.png"></body></html>`,
    );
    const seen = await look(browser, wrong, { theme: "light", width: 360 });
    assert.deepEqual(seen.requests, ["http://127.0.0.1:9/x.png"]);
    assert.ok(seen.console.length > 0);
    assert.ok(seen.overflow > 1000);
    for (const rule of ["color-contrast", "html-has-lang", "image-alt"]) {
      assert.ok(
        seen.violations.some((violation) => violation.startsWith(`${rule}:`)),
        rule,
      );
    }
  });

  it("obeys its own policy, and takes no text of a cluster for its own", async () => {
    const page = await browser.newPage();
    const said: string[] = [];
    page.on("console", (message) => said.push(message.text()));
    page.on("dialog", (dialog) => {
      said.push(dialog.message());
      void dialog.dismiss();
    });
    await page.goto(`file://${file}`);
    assert.deepEqual(said, []);
    assert.equal(await page.locator("img").count(), 0);
    assert.equal(await page.locator("script").count(), 1);
    await page.close();
  });

  it("fits on paper, A4 with usual margins, in dark ink on white whatever the theme is", async () => {
    const page = await browser.newPage({ colorScheme: "dark", viewport: { width: 718, height: 1000 } });
    await page.goto(`file://${file}`);
    await page.emulateMedia({ media: "print" });
    assert.equal(await page.evaluate("document.documentElement.scrollWidth - window.innerWidth"), 0);
    assert.equal(await page.evaluate("getComputedStyle(document.body).color"), "rgb(29, 34, 40)");
    assert.equal(await page.locator("nav").isVisible(), false);
    await page.close();
  });

  it("changes its theme without a script, and sorts by a column with one", async () => {
    const context = await browser.newContext({ colorScheme: "light", javaScriptEnabled: false });
    const still = await context.newPage();
    await still.goto(`file://${file}`);
    await still.getByLabel("dark").check();
    const ground = await still.evaluate("getComputedStyle(document.body).backgroundColor");
    assert.equal(ground, grounds.dark);
    assert.equal(await still.locator("th button").count(), 0);
    await context.close();

    const page = await browser.newPage();
    await page.goto(`file://${file}`);
    const names = (): Promise<string[]> =>
      page.locator('section[aria-labelledby="components"] tbody th').allTextContents();
    const before = (await names()).map((name) => name.trim());
    assert.deepEqual(before, ["Dex", "Kueue", "kube-system"]);
    const objects = page.getByRole("button", { name: "Objects" }).first();
    await objects.press("Enter");
    assert.deepEqual(
      (await names()).map((name) => name.trim()),
      ["kube-system", "Kueue", "Dex"],
    );
    await objects.press("Enter");
    assert.deepEqual(
      (await names()).map((name) => name.trim()),
      ["Dex", "Kueue", "kube-system"],
    );
    await page.close();
  });
});
