import * as pulumi from "@pulumi/pulumi";
import { type Environment, readEnvironment } from "../config/environment";
import {
  type Chart,
  chartCrds,
  type CrdReference,
  findRelease,
  locateSource,
  type Rendered,
  render,
  type RenderOptions,
} from "../manifests";
import { targetsOf } from "./objects";
import type { PartName, Setting } from "./part";
import { type AnyPart, isAddon } from "./parts";
import { warnInPreview } from "../config/preview";

/** What a selection of parts is installed from. */
export interface RenderedParts {
  /** The parts that can be installed here. */
  readonly parts: readonly AnyPart[];
  /** The release's kustomizations by their folder. */
  readonly rendered: ReadonlyMap<string, Rendered>;
  /** Definitions of the add-ons' charts by the add-on's name. */
  readonly chartCrds: ReadonlyMap<PartName, readonly CrdReference[]>;
}

/**
 * Renders what the selected parts install from; a release is rendered once a machine, and so are charts' definitions.
 *
 * Where pods are simulated, an add-on whose definitions can't be had on this machine is left out with a warning:
 * nothing of it but definitions would be there anyway.
 *
 * @throws UserError where the manifests can't be had
 */
export async function renderParts(
  selected: readonly AnyPart[],
  setting: Setting,
  options: Partial<RenderOptions> = {},
): Promise<RenderedParts> {
  const environment = options.environment ?? readEnvironment();
  const source = locateSource(findRelease(setting.config.release), environment);
  const targets = selected.flatMap((part) => (isAddon(part) ? [] : targetsOf(part, setting)));
  const [rendered, definitions] = await Promise.all([
    render(source, targets, { ...options, environment }),
    Promise.all(
      selected
        .filter(isAddon)
        .map(async ({ name, chart }) => [name, await definitionsOf(chart, setting, environment)] as const),
    ),
  ]);
  const missing = new Set<PartName>(
    definitions.flatMap(([name, crds]) => (crds === undefined ? [name] : [])),
  );
  if (missing.size > 0) {
    const names = [...missing].join(", ");
    await pulumi.log.warn(
      `Left out: ${names}, as no mirror of this machine has the definitions of their charts (docs/addons.md)`,
    );
  }
  return {
    parts: selected.filter(({ name }) => !missing.has(name)),
    rendered,
    chartCrds: new Map(
      definitions.flatMap(([name, crds]) => (crds === undefined ? [] : [[name, crds] as const])),
    ),
  };
}

/** A preview only warns where a chart can't be asked: nothing is installed by it. */
async function definitionsOf(
  chart: Chart,
  { infra }: Setting,
  environment: Environment,
): Promise<readonly CrdReference[] | undefined> {
  const { simulated, kubernetesVersion } = infra.cluster;
  try {
    return await chartCrds(chart, { environment, kubernetesVersion, fetch: !simulated });
  } catch (error) {
    await warnInPreview(error);
    return [];
  }
}
