import * as fs from "node:fs";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import axe from "axe-core";
import { type Browser, chromium, type Page } from "playwright-core";

/** Names under which distributions install Chromium, or a browser that is made of it. */
const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

/** The first such browser in the folders of `PATH`; undefined where there is none. */
export function findBrowser(folders: readonly string[]): string | undefined {
  return folders
    .flatMap((folder) => names.map((name) => path.join(folder, name)))
    .find((file) => fs.existsSync(file));
}

/** Starts a browser without a window. Nothing that it shows comes from outside, so it needs no sandbox. */
export function startBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: ["--no-sandbox"] });
}

/** What a page looks like it does to somebody. */
export interface Look {
  readonly theme: "light" | "dark";
  /** Width of the window, in pixels. */
  readonly width: number;
}

/** A picture of a page. */
export interface Picture {
  /** Where it goes, a PNG. */
  readonly file: string;
  /** What it begins with, as a CSS selector. Default: the page's beginning. */
  readonly from?: string;
  /** Pixels that it is high. */
  readonly height: number;
}

/** What a browser had to say about a page. */
export interface Seen {
  /** Errors and warnings on its console; its content security policy is off while it is looked at. */
  readonly console: readonly string[];
  /** What it asked for besides the file itself. */
  readonly requests: readonly string[];
  /** Rules of accessibility that it breaks (WCAG 2.2 A and AA, and axe's best practices), with the elements. */
  readonly violations: readonly string[];
  /** By how many pixels it is wider than the window. */
  readonly overflow: number;
  /** Colour of the ground. */
  readonly ground: string;
}

/**
 * Opens a page as somebody would.
 *
 * @param picture what is to be taken a picture of. Default: nothing
 */
export async function look(
  browser: Browser,
  file: string,
  { theme, width }: Look,
  picture?: Picture,
): Promise<Seen> {
  const context = await browser.newContext({
    colorScheme: theme,
    viewport: { width, height: 900 },
    // The tester's own script stands in no page, and its policy would refuse it.
    bypassCSP: true,
  });
  try {
    const page = await context.newPage();
    const [console, requests]: [string[], string[]] = [[], []];
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) {
        console.push(message.text());
      }
    });
    page.on("pageerror", (error) => console.push(error.message));
    const url = pathToFileURL(file).href;
    page.on("request", (request) => {
      if (request.url() !== url && !request.url().startsWith("data:")) {
        requests.push(request.url());
      }
    });
    await page.goto(url);
    if (picture !== undefined) {
      await takePicture(page, picture, width);
    }
    return {
      console,
      requests,
      overflow: await page.evaluate<number>("document.documentElement.scrollWidth - window.innerWidth"),
      ground: await page.evaluate<string>("getComputedStyle(document.body).backgroundColor"),
      violations: await violations(page),
    };
  } finally {
    await context.close();
  }
}

async function takePicture(page: Page, { file, from, height }: Picture, width: number): Promise<void> {
  const margin = 16;
  const top = from === undefined ? 0 : ((await page.locator(from).first().boundingBox())?.y ?? 0) - margin;
  const rest = await page.evaluate<number>("document.documentElement.scrollHeight");
  await page.screenshot({
    path: file,
    fullPage: true,
    clip: { x: 0, y: Math.max(0, top), width, height: Math.min(height, rest - top) },
  });
}

interface AxeViolation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly target: readonly unknown[] }[];
}

/** Runs axe-core inside of the page. */
async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate<readonly AxeViolation[]>(
    "axe.run().then((results) => results.violations)",
  );
  return found.map(
    ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ target }) => target.join(" ")).join("; ")}`,
  );
}
