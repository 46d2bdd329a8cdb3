import * as fs from "node:fs";
import * as path from "node:path";
import * as z from "zod";
import { isAddon, partNames, parts } from "../../platform/parts";
import type { CommandContext } from "../commands/context";
import type { StackState } from "../engine/state";
import { localEnvironment } from "../environments";
import type { StackStatus } from "../report/status-text";
import { versionsOf } from "./known-versions";
import { observabilityView, type SeenObservability } from "./model/observability";
import { type PartInfo, Placement } from "./model/placement";
import { type Report, reportOf, type SeenCluster } from "./model/report";
import { pageOf } from "./page/page";
import { plannedCost } from "./planned-cost";

/** What `status` has found out before the report is made. */
export interface Seen {
  readonly stacks: readonly StackStatus[];
  readonly states: readonly (StackState | undefined)[];
  readonly cluster: SeenCluster | string | undefined;
  /** Metrics and logs beside `local`; undefined where nobody asked for them. */
  readonly observability?: SeenObservability;
}

/** The few outputs that the report reads; a stack may be older or newer than this program. */
const Outputs = z.looseObject({
  release: z.string().optional().catch(undefined),
  provider: z.string().optional().catch(undefined),
  cluster: z.looseObject({ simulated: z.boolean().optional() }).optional().catch(undefined),
  aws: z.looseObject({ region: z.string().optional() }).optional().catch(undefined),
});

const Package = z.looseObject({ name: z.string(), version: z.string() });

/**
 * Writes the report on an environment.
 *
 * @returns the file, absolute
 */
export async function writeReport(context: CommandContext, seen: Seen): Promise<string> {
  const file = reportFile(context);
  const page = pageOf(await makeReport(context, seen, new Date()));
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, page);
  return file;
}

/** Where the report goes that names no file: into `.local` what is about this machine, else into the clone. */
export function reportFile({
  repository,
  name,
  flags,
}: Pick<CommandContext, "repository" | "name" | "flags">): string {
  if (typeof flags.html === "string") {
    return path.resolve(flags.html);
  }
  return name === localEnvironment ? repository.report : path.join(repository.root, `status-${name}.html`);
}

async function makeReport(context: CommandContext, seen: Seen, now: Date): Promise<Report> {
  const { name, environment, repository } = context;
  const { stacks, states, cluster } = seen;
  const outputs = stacks.map((stack) => Outputs.parse(stack.outputs));
  const placement = new Placement(
    partInfos(),
    states.flatMap((state) => state?.resources ?? []),
  );
  const release = outputs.find((one) => one.release !== undefined)?.release;
  const found = typeof cluster === "object" ? cluster : undefined;
  const [versions, cost] = await Promise.all([
    versionsOf(
      { release, parts: placement.installed(), kubernetes: found?.version, objects: found?.objects ?? {} },
      now,
      environment.offline,
    ),
    plannedCost(context, now),
  ]);
  const simulated = outputs.find((one) => one.cluster?.simulated !== undefined)?.cluster?.simulated;
  const couldHave = name === localEnvironment && simulated === true;
  const region = outputs.find(({ aws }) => aws?.region !== undefined)?.aws?.region;
  const project = Package.parse(
    JSON.parse(fs.readFileSync(path.join(repository.root, "package.json"), "utf8")),
  );
  return reportOf({
    environment: name,
    now,
    command: `npm run status -- ${name} --html`,
    stacks,
    placement,
    release,
    simulated,
    place: region === undefined ? "this machine" : `AWS, ${region}`,
    cluster,
    versions,
    cost,
    observability: seen.observability ? observabilityView(seen.observability) : couldHave ? "off" : undefined,
    madeWith: [`${project.name} ${project.version}`, `Node.js ${process.versions.node}`],
  });
}

/** The catalogue, as far as it says what belongs to what. */
function partInfos(): readonly PartInfo[] {
  return partNames.map((name) => {
    const part = parts[name];
    const { title } = part;
    return isAddon(part)
      ? {
          name,
          title,
          chart: { name: part.chart.name, version: part.chart.version, namespace: part.namespace },
        }
      : { name, title };
  });
}
