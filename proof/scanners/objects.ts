import { collectInventory, type InventoryItem } from "../../cli/inventory/collect";
import { readConfiguration } from "../../cli/preflight";
import { repositoryAt } from "../../cli/repository";
import { roomsOf } from "../../cli/rooms";
import { readEnvironment } from "../../config/environment";
import { parseConfig } from "../../config/load";
import { projects } from "../../contract/projects";
import { checkSource, findRelease, isObject, locateSource, type Manifest, render } from "../../manifests";
import { isManifest } from "../../manifests/manifest";
import type { Component } from "../../platform/components";
import { PlatformConfig } from "../../platform/config";
import { renderedOf, targetsOf } from "../../platform/objects";
import { isAddon } from "../../platform/parts";
import { selectParts } from "../../platform/select";
import { awsInfra } from "../../platform/testing/settings";
import { ensureTools } from "../../toolchain";
import { Unavailable } from "../../python";

/** Objects by the component that they belong to. */
export type ObjectsByComponent = ReadonlyMap<string, readonly Manifest[]>;

/** What is compared: the same components, as upstream has them and as an environment of ours installs them. */
export interface Compared {
  readonly release: string;
  readonly upstream: ObjectsByComponent;
  readonly ours: ObjectsByComponent;
}

/**
 * Upstream's rendering of the components that an environment installs, and what the environment registers of them.
 * Definitions of custom resources are in neither: checkov reads nothing where they are, and no scanner checks them.
 *
 * @throws Unavailable where this machine hasn't got the release
 */
export async function compared(environmentName: string): Promise<Compared> {
  const environment = readEnvironment();
  const repository = repositoryAt();
  const { all } = readConfiguration(repository, environmentName, undefined);
  const config = parseConfig(PlatformConfig, projects.platform, environmentName, all);
  const source = locateSource(findRelease(config.release), environment);
  const missing = await checkSource(source);
  if (missing !== undefined) {
    throw new Unavailable(missing);
  }
  const setting = { config, infra: awsInfra };
  const components = selectParts(setting).filter((part): part is Component => !isAddon(part));
  const { kustomize } = await ensureTools(["kustomize"], { environment });
  const rendered = await render(
    source,
    components.flatMap((component) => targetsOf(component, setting)),
    { environment, kustomize: { command: kustomize, args: ["build"] } },
  );
  const upstream = components.map(
    (component) => [component.name, renderedOf(component, { rendered, context: setting }).manifests] as const,
  );
  const rooms = roomsOf(repository.root).filter(({ name }) => name !== "workloads");
  const items = await collectInventory(rooms, environmentName, all);
  const ours = components.map(({ name }) => [name, objectsOf(items, name)] as const);
  return {
    release: config.release,
    upstream: new Map(upstream),
    ours: new Map(ours),
  };
}

/** The objects that an environment registers for a component. */
export function objectsOf(items: readonly InventoryItem[], component: string): readonly Manifest[] {
  return items
    .filter((item) => item.component === component && item.type.startsWith("kubernetes:"))
    .map(({ inputs }) => inputs)
    .filter((inputs): inputs is Manifest & object => isObject(inputs) && isManifest(inputs));
}
