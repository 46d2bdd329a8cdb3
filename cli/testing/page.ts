import * as assert from "node:assert/strict";
import { readEnvironment } from "../../config/environment";
import { findBrowser, look, startBrowser } from "../html-report/testing/browser";

/** Looks at a page in light and dark, where there is a browser. */
export async function lookAt(file: string): Promise<void> {
  const executable = findBrowser(readEnvironment().path);
  if (executable === undefined) {
    process.stderr.write("\n  NOT LOOKED AT: no Chromium is on PATH (Debian: apt install chromium).\n\n");
    return;
  }
  const browser = await startBrowser(executable);
  try {
    for (const theme of ["light", "dark"] as const) {
      const { ground, ...seen } = await look(browser, file, { theme, width: 360 });
      assert.deepEqual(
        seen,
        { console: [], requests: [], violations: [], overflow: 0 },
        `${theme} ${ground}`,
      );
    }
  } finally {
    await browser.close();
  }
}
