import * as path from "node:path";
import { UserError } from "../../config/errors";
import { type FoundImage, readImageLock } from "../../manifests";
import { imageLockFile, writeImageLock } from "../../manifests/images/lock";
import { dockerCredentials, lockImages, RegistryClient } from "../../manifests/images/registry";
import { listEnvironments } from "../environments";
import { environmentImages } from "../images/references";
import { imagesText, listImages, unresolvedText } from "../images/report";
import { count } from "../terminal/text";
import type { CommandContext } from "./context";
import { ensureRenderer } from "./inventory";
import { compare } from "./manifests-compare";
import { outdated } from "./manifests-outdated";

/**
 * `npm run manifests -- lock|images|outdated|compare [ENV]`: the images that environments name and their digests, what
 * upstream has, and what another release changes.
 */
export async function run(context: CommandContext): Promise<number> {
  const { manifests: request } = context;
  if (request === undefined) {
    throw new Error("manifests was not told what to do");
  }
  if (request.action === "outdated") {
    return outdated(context, request.everywhere);
  }
  if (request.action === "compare") {
    return compare(context, request.release ?? "");
  }
  const names = request.everywhere ? listEnvironments(context.repository.root) : [context.name];
  await ensureRenderer(context);
  const images: FoundImage[] = [];
  // One after the other: programs run against mocks, of which there is one set in a process.
  for (const name of names) {
    images.push(...(await environmentImages(context.repository, name)));
  }
  if (request.action === "lock") {
    return lock(context, images, request.everywhere);
  }
  const listed = listImages(images, readImageLock());
  context.print(context.flags.json ? JSON.stringify(listed, undefined, 2) : imagesText(listed));
  return 0;
}

/** Asks every registry, and writes what they say; 1 where one did not answer. */
async function lock(
  context: CommandContext,
  images: readonly FoundImage[],
  everywhere: boolean,
): Promise<number> {
  const { display, signal, flags } = context;
  const before = readImageLock();
  const client = new RegistryClient({ credentials: dockerCredentials() });
  try {
    const result = await display.step("Registries", async (step) => {
      const locked = await lockImages(
        images.map(({ reference }) => reference),
        {
          resolve: client.resolve.bind(client),
          lock: before,
          keepOthers: !everywhere,
          now: new Date(),
          signal,
          onProgress: (done, total, reference) => {
            step.now(`${done} of ${total}: ${reference}`);
          },
        },
      );
      step.done(`Registries  ${count(Object.keys(locked.lock.images).length, "image")} locked`);
      return locked;
    });
    const written = Object.keys(result.lock.images).length > 0 && writeImageLock(result.lock);
    const file = path.relative(context.repository.root, imageLockFile);
    if (flags.json) {
      context.print(JSON.stringify({ file, written, unresolved: result.unresolved }, undefined, 2));
    }
    if (result.unresolved.length > 0) {
      throw new UserError(
        `${count(result.unresolved.length, "image")} could not be locked:\n${unresolvedText(result.unresolved)}`,
        "let this machine reach the registries (docker login where one asks for it), then lock again",
        1,
      );
    }
    if (!flags.json) {
      context.print(written ? `${file} is written` : `${file} says the same already`);
    }
    return 0;
  } finally {
    await client.close();
  }
}
