import { spawn } from "node:child_process";
import * as path from "node:path";
import type { Environment } from "../config/environment";
import { UserError } from "../config/errors";
import { onPath } from "../config/on-path";
import type { Source } from "./source";

/** A program that renders kustomizations, and the arguments that come before the folder. */
export interface Kustomize {
  readonly command: string;
  readonly args: readonly string[];
}

/**
 * Finds kustomize, or kubectl which has it inside, on PATH.
 *
 * @throws UserError where neither is there
 */
export function findKustomize(environment: Environment): Kustomize {
  const kustomize = onPath("kustomize", environment);
  if (kustomize !== undefined) {
    return { command: kustomize, args: ["build"] };
  }
  const kubectl = onPath("kubectl", environment);
  if (kubectl !== undefined) {
    return { command: kubectl, args: ["kustomize"] };
  }
  throw new UserError(
    "neither kustomize nor kubectl is on PATH; upstream's manifests are rendered with one of them",
    "install kustomize 5, or use npm run up, which brings its own",
  );
}

/**
 * Renders one kustomization to YAML.
 *
 * @throws UserError naming the target and what kustomize said
 */
export async function build(kustomize: Kustomize, source: Source, target: string): Promise<string> {
  const folder = path.join(source.directory, target);
  const child = spawn(kustomize.command, [...kustomize.args, folder], { stdio: ["ignore", "pipe", "pipe"] });
  const [stdout, stderr, code] = await Promise.all([
    collect(child.stdout),
    collect(child.stderr),
    new Promise<number | null>((resolve, reject) => child.on("close", resolve).on("error", reject)),
  ]);
  if (code === 0) {
    return stdout;
  }
  const said = stderr
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("# Warning"))
    .join("\n  ");
  throw new UserError(
    `kustomize could not render ${target} from the ${source.kind} ${source.directory}:\n  ${said}`,
    source.kind === "mirror"
      ? "the mirror lacks a file or has a changed one: copy it again from the release"
      : `remove ${source.directory} and try again: it is fetched anew`,
    1,
  );
}

async function collect(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
