import * as fs from "node:fs";
import * as path from "node:path";
import { isAws } from "../../infra/config";
import { describeToolEvent } from "../../infra/local/tool-event";
import { ensureTools } from "../../toolchain";
import { collectInventory, type InventoryItem } from "../inventory/collect";
import { readConfiguration, withoutLinks } from "../preflight";
import { inventoryText } from "../report/inventory-text";
import { roomsOf } from "../rooms";
import type { CommandContext } from "./context";
import { chosenCluster, linkTools } from "./session";

/** `npm run inventory`: every resource that an environment would have, from its programs alone. */
export async function run(context: CommandContext): Promise<number> {
  const { repository, name, flags, display } = context;
  const { all, infra } = readConfiguration(repository, name, chosenCluster(context));
  await ensureRenderer(context);
  // A path of this machine would make another list of the same environment in every clone.
  const config = isAws(infra) ? all : { ...all, "kubeflow-infra:directory": "/clone/.local" };
  const items = await collectInventory(roomsOf(repository.root), name, config);
  context.print(flags.json ? json(items) : inventoryText(name, items, columns(), display.style));
  return 0;
}

/** Manifests that this machine has not rendered yet are rendered now, with a tool that may have to be got. */
export async function ensureRenderer(context: CommandContext): Promise<void> {
  const { repository, environment, signal } = context;
  const tools = await ensureTools(["kustomize"], {
    environment: withoutLinks(environment, repository),
    report: (event) => process.stderr.write(`${describeToolEvent(event)}\n`),
    signal,
  });
  fs.mkdirSync(repository.tools, { recursive: true });
  linkTools(tools, path.join(repository.tools, "bin"));
}

/** A file has room for everything. */
function columns(): number {
  return process.stdout.isTTY ? process.stdout.columns : Infinity;
}

function json(items: readonly InventoryItem[]): string {
  return JSON.stringify(items, undefined, 2);
}
