import * as path from "node:path";
import { readEnvironment } from "../../../config/environment";
import { UserError } from "../../../config/errors";
import { findBrowser, look, startBrowser } from "./browser";

/** The pictures of docs/status.md: `pictures.ts <report> <folder>`. */
async function main([report, folder]: readonly string[]): Promise<void> {
  const executable = findBrowser(readEnvironment().path);
  if (executable === undefined || report === undefined || folder === undefined) {
    throw new UserError("it takes a report, a folder, and a Chromium on PATH", "see docs/status.md");
  }
  const browser = await startBrowser(executable);
  try {
    const light = { file: path.join(folder, "status-light.png"), height: 1000 };
    const dark = {
      file: path.join(folder, "status-dark.png"),
      height: 1400,
      from: 'section[aria-labelledby="tenants"]',
    };
    const metrics = {
      file: path.join(folder, "status-metrics.png"),
      height: 1300,
      from: 'section[aria-labelledby="observability"]',
    };
    await look(browser, report, { theme: "light", width: 1120 }, light);
    await look(browser, report, { theme: "light", width: 1120 }, metrics);
    await look(browser, report, { theme: "dark", width: 1120 }, dark);
  } finally {
    await browser.close();
  }
}

void main(process.argv.slice(2));
