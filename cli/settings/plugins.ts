import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as z from "zod";

/** The providers of `local` that have a stand-in. */
export const providerNames = ["kubernetes", "random"] as const;

/** How the engine comes by those providers. */
export interface PluginPlan {
  readonly kind: "official" | "stand-in";
  /** Folder of each provider's executable; absent where the engine installs the plugin by itself. */
  readonly folders: Readonly<Partial<Record<(typeof providerNames)[number], string>>>;
}

const downloadHost = "https://get.pulumi.com";
const probePatience = 2500;

/**
 * Decides for `local` between the official plugins and the stand-ins: official where they are installed or can
 * be. An AWS environment never comes here: it takes the official ones or fails.
 *
 * @param pulumiHomes folders in whose `plugins` installed ones are looked for
 * @param decided     what objects are managed by already; never changed while they live
 */
export async function planPlugins(
  root: string,
  pulumiHomes: readonly string[],
  decided: PluginPlan["kind"] | undefined,
  canDownload: () => Promise<boolean> = downloadHostAnswers,
): Promise<PluginPlan> {
  if (decided === "stand-in") {
    return standIns(root);
  }
  const found = providerNames.map((name) => [name, findInstalled(root, name, pulumiHomes)] as const);
  const all = found.every(([, folder]) => folder !== undefined);
  if (all || decided === "official" || (await canDownload())) {
    const folders = Object.fromEntries(found.filter(([, folder]) => folder !== undefined));
    return { kind: "official", folders };
  }
  return standIns(root);
}

/** Where people's own Pulumi keeps plugins. */
export function userPulumiHome(): string {
  return path.join(os.homedir(), ".pulumi");
}

/** Plugins that are not installed in any of the folders, as `name version`. */
export function missingPlugins(
  root: string,
  names: readonly string[],
  pulumiHomes: readonly string[],
): readonly { readonly name: string; readonly version: string }[] {
  return names
    .filter((name) => findInstalled(root, name, pulumiHomes) === undefined)
    .map((name) => ({ name, version: pluginVersion(root, name) }));
}

function standIns(root: string): PluginPlan {
  const folder = (name: string): string => path.join(root, "toolchain", "standins", name);
  return { kind: "stand-in", folders: { kubernetes: folder("kubernetes"), random: folder("random") } };
}

function findInstalled(root: string, name: string, homes: readonly string[]): string | undefined {
  const folder = `resource-${name}-v${pluginVersion(root, name)}`;
  return homes
    .map((home) => path.join(home, "plugins", folder))
    .find((candidate) => fs.existsSync(path.join(candidate, `pulumi-resource-${name}`)));
}

const PackageFile = z.object({ pulumi: z.object({ version: z.string() }) });

/** The plugin version that the SDK asks the engine for. */
function pluginVersion(root: string, name: string): string {
  const file = path.join(root, "node_modules", "@pulumi", name, "package.json");
  return PackageFile.parse(JSON.parse(fs.readFileSync(file, "utf8"))).pulumi.version;
}

/** Whether plugins can be downloaded from here. */
export async function downloadHostAnswers(): Promise<boolean> {
  try {
    await fetch(downloadHost, { method: "HEAD", signal: AbortSignal.timeout(probePatience) });
    return true;
  } catch {
    return false;
  }
}
