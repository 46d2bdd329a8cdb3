import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { promisify } from "node:util";
import * as yaml from "js-yaml";
import * as z from "zod";
import { childEnvironment, type Environment } from "../config/environment";
import { messageOf, UserError } from "../config/errors";
import { CrdReference, CrdStore, toCrd } from "./crds/store";
import { writeAtomically } from "../config/files";
import { toManifest } from "./manifest";
import { mirrorDirectories } from "./source";

const run = promisify(execFile);

/** A Helm chart at one version. */
export interface Chart {
  readonly name: string;
  readonly version: string;
  /** Where it is published: `oci://…` without the chart's name, or the URL of an HTTP repository. */
  readonly repository: string;
  /**
   * Where its CustomResourceDefinitions are: in its `crds` folder; among its templates, where a value leaves them out;
   * `release`: among its templates, and nothing leaves them out, so that Helm has them; or it has none.
   */
  readonly definitions: "folder" | "templates" | "release" | "none";
}

/** How {@link chartCrds} may go about it. */
export interface ChartCrdsOptions {
  readonly environment: Environment;
  /** Kubernetes minor version that the chart is rendered for, such as `1.35`. */
  readonly kubernetesVersion: string;
  /** Ask `helm` for a chart that no mirror has. Default: true. */
  readonly fetch?: boolean;
}

/** Part of every cache key: raise it where this file or the CRD clean-up changes what it writes. */
const format = "1";

/** A chart's text of definitions is a megabyte at most; kube-prometheus-stack's whole rendering is 5 MB. */
const mostOutput = 64 * 1024 * 1024;

/**
 * The folder of a chart in a mirror (`<mirror>/charts/<name>-<version>`), where its values, schema and definitions
 * are plain files; undefined where no mirror has it.
 */
export function mirroredChart({ name, version }: Chart, environment: Environment): string | undefined {
  return mirrorDirectories(environment)
    .map((mirror) => path.join(mirror, "charts", `${name}-${version}`))
    .find((directory) => fs.existsSync(directory));
}

/**
 * The CustomResourceDefinitions that a chart brings, as names and digests; their texts go to the machine's cache.
 *
 * They are installed by this program rather than by Helm, which never updates those of a chart's `crds` folder and
 * deletes those among its templates together with every object of their kinds.
 *
 * @returns undefined where no mirror has the chart and it may not be fetched, so that a rehearsal can go on without
 * @throws UserError where helm is missing or can't get the chart
 */
export async function chartCrds(
  chart: Chart,
  options: ChartCrdsOptions,
): Promise<readonly CrdReference[] | undefined> {
  const { environment, kubernetesVersion } = options;
  if (chart.definitions === "none") {
    return [];
  }
  const folder = mirroredChart(chart, environment);
  const mirrored = folder === undefined ? undefined : (readIfThere(path.join(folder, "crds.yaml")) ?? "");
  const digest = createHash("sha256")
    .update([format, chart.name, chart.version, chart.repository, mirrored ?? kubernetesVersion].join("\0"))
    .digest("hex");
  const file = path.join(environment.cacheDir, "charts", `${digest}.json`);
  const cached = readIfThere(file);
  if (cached !== undefined) {
    return parse(cached);
  }
  if (mirrored === undefined && options.fetch === false) {
    return undefined;
  }
  const text = mirrored ?? (await askHelm(chart, kubernetesVersion));
  const store = new CrdStore(environment);
  const crds = yaml
    .loadAll(text, undefined, { schema: yaml.CORE_SCHEMA })
    .filter((document) => document !== null && document !== undefined)
    .map((document) => toManifest(document, `chart ${chart.name} ${chart.version}`))
    .filter(({ kind }) => kind === "CustomResourceDefinition")
    .map((crd) => store.put(toCrd(crd)));
  const written = JSON.stringify(crds);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  writeAtomically(file, written);
  // Read back, so that a cold run and a warm one hand over the same to the order of keys: digests of it are inputs.
  return parse(written);
}

/** What helm prints of a chart's definitions: of its folder as they are, of its templates by rendering them. */
async function askHelm(
  { name, version, repository, definitions }: Chart,
  kubernetesVersion: string,
): Promise<string> {
  const from = repository.startsWith("oci://") ? [`${repository}/${name}`] : [name, "--repo", repository];
  const how =
    definitions === "folder"
      ? ["show", "crds", ...from]
      : ["template", ...from, "--include-crds", "--kube-version", kubernetesVersion];
  try {
    const { stdout } = await run("helm", [...how, "--version", version], {
      env: childEnvironment(),
      maxBuffer: mostOutput,
    });
    return stdout;
  } catch (error) {
    throw new UserError(
      `helm could not get the definitions of chart ${name} ${version} from ${repository}: ${messageOf(error).trim()}`,
      `install helm 3 and let this machine reach the repository, put the chart's crds.yaml into <mirror>/charts/${name}-${version} (MANIFESTS_MIRROR), or switch the add-on off in kubeflow-platform:addons`,
      1,
    );
  }
}

function parse(text: string): CrdReference[] {
  return z.array(CrdReference).parse(JSON.parse(text));
}

function readIfThere(file: string): string | undefined {
  return fs.existsSync(file) ? fs.readFileSync(file, "utf8") : undefined;
}
