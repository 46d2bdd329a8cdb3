import * as fs from "node:fs";
import * as path from "node:path";
import { rootCertificates } from "node:tls";
import { readEnvironment } from "../../../config/environment";
import { parseConfig } from "../../../config/load";
import { InfraOutputs, objectsOf, projects } from "../../../contract";
import { isKubeObject, type KubeObject } from "../../../kube";
import { chartCrds, findRelease, locateSource, objectKey, render } from "../../../manifests";
import { isObject, type Json, type JsonObject, parseJson } from "../../../plugin";
import { PlatformConfig } from "../../../platform/config";
import { targetsOf } from "../../../platform/objects";
import { isAddon } from "../../../platform/parts";
import { selectParts } from "../../../platform/select";
import { tenantTemplates } from "../../../platform/tenants";
import { mask } from "../../engine/state";
import { repositoryAt } from "../../repository";
import { roomsOf } from "../../rooms";
import { collectInventory, type InventoryItem } from "../collect";
import { configOf, infraWith } from "./infra";
import { withEveryWorkload } from "./workloads";

/** A Kubernetes object of an environment. */
export interface Sent {
  /** Where it comes from: environment, project and component. */
  readonly origin: string;
  readonly object: KubeObject;
}

/** Everything that an environment on AWS wants of an API server. */
export interface Wanted {
  /** Definitions by name: their digests. */
  readonly definitions: ReadonlyMap<string, string>;
  readonly objects: readonly Sent[];
  /** Labels of a tenant's namespace. */
  readonly tenantLabels: Readonly<Record<string, string>>;
  /** Names of charts whose definitions no mirror has. */
  readonly unknownCharts: readonly string[];
}

/** The tenant that the templates are filled in for. */
export const exampleTenant = "example-tenant";

const databaseKey = "kubeflow-platform:database";

/**
 * What an environment of this repository wants of an API server, without any.
 *
 * @param kustomize absolute path of the tool: the program takes it from PATH, where a bare machine has none
 */
export async function wantedBy(name: string, kustomize: string): Promise<Wanted> {
  const { root, directory } = repositoryAt();
  // The tracked file of an environment that verifies its database has no certificates: people download them themselves.
  const certificates = path.join(directory, "any-authority.pem");
  fs.mkdirSync(directory, { recursive: true });
  fs.writeFileSync(certificates, rootCertificates[0] ?? "");
  try {
    return await wantedWith(
      name,
      withCertificates(configOf(name), path.relative(root, certificates)),
      kustomize,
    );
  } finally {
    fs.rmSync(certificates);
  }
}

async function wantedWith(
  name: string,
  config: Readonly<Record<string, string>>,
  kustomize: string,
): Promise<Wanted> {
  const environment = readEnvironment();
  const { outputs } = await infraWith(name, config);
  const setting = {
    config: parseConfig(PlatformConfig, projects.platform, name, config),
    infra: InfraOutputs.parse(outputs),
  };
  const parts = selectParts(setting);
  const rendered = await render(
    locateSource(findRelease(setting.config.release), environment),
    parts.flatMap((part) => (isAddon(part) ? [] : targetsOf(part, setting))),
    { environment, kustomize: { command: kustomize, args: ["build"] } },
  );
  const { kubernetesVersion } = setting.infra.cluster;
  const charts = await Promise.all(
    parts.filter(isAddon).map(async ({ chart }) => ({
      name: chart.name,
      crds: await chartCrds(chart, { environment, kubernetesVersion, fetch: false }),
    })),
  );
  const everything = withEveryWorkload(config, setting.infra);
  const items = await collectInventory(roomsOf(repositoryAt().root), name, everything);
  const installed = new Set(parts.map((part) => part.name));
  const templates = tenantTemplates({ ...setting, has: (part) => installed.has(part) });
  return {
    definitions: new Map(
      [...[...rendered.values()].map(({ crds }) => crds), ...charts.map(({ crds }) => crds ?? [])]
        .flat()
        .map((crd) => [crd.name, crd.digest]),
    ),
    objects: [
      ...items.flatMap((item) => sentOf(name, item)),
      ...objectsOf(templates, exampleTenant).map((object) => ({
        origin: `${name}, tenants' templates`,
        object: kubeObject(object, objectKey(object)),
      })),
    ],
    tenantLabels: templates.labels,
    unknownCharts: charts.flatMap((chart) => (chart.crds === undefined ? [chart.name] : [])),
  };
}

function withCertificates(
  config: Readonly<Record<string, string>>,
  caBundle: string,
): Readonly<Record<string, string>> {
  const database: Json = parseJson(config[databaseKey] ?? "{}");
  return !isObject(database) || database.acceptUnverified === true
    ? config
    : { ...config, [databaseKey]: JSON.stringify({ ...database, caBundle }) };
}

function sentOf(environment: string, item: InventoryItem): Sent[] {
  // A release is Helm's: what it makes of the chart is not known here.
  if (!item.type.startsWith("kubernetes:") || item.type.startsWith("kubernetes:helm.sh/")) {
    return [];
  }
  const object = kubeObject(withPlaceholders(parseJson(JSON.stringify(item.inputs))), item.urn);
  return [{ origin: `${environment}, ${item.project}, ${item.component}`, object }];
}

function kubeObject(value: unknown, what: string): KubeObject {
  const object = parseJson(JSON.stringify(value));
  if (!isKubeObject(object)) {
    throw new Error(`${what} is no Kubernetes object: it lacks apiVersion, kind or metadata.name`);
  }
  return object;
}

/** The inventory masks secrets, often a Secret's data as a whole: something of the right form in its place. */
function withPlaceholders(value: Json): Json {
  if (!isObject(value) || value.kind !== "Secret") {
    return value;
  }
  const hidden = Buffer.from("hidden").toString("base64");
  const fill = (data: Json): JsonObject =>
    isObject(data)
      ? Object.fromEntries(Object.entries(data).map(([key, one]) => [key, one === mask ? hidden : one]))
      : { hidden };
  return { ...value, ...(value.data !== undefined && { data: fill(value.data) }) };
}
