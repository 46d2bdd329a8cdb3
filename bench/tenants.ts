import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { parseDocument } from "yaml";
import { projects } from "../contract/projects";
import { deleteCluster } from "../infra/local/cluster";
import { Clone } from "./clone";

/** How many tenants there are at each step. */
const steps = [1, 10, 100, 1000] as const;

/** How much more a tenant may cost at 1,000 than at 10. */
const goal = 1.2;

/** What a tenant cost at one size of the platform. */
export interface TenantFigures {
  /** Tenants in all. */
  readonly tenants: number;
  /** Those that were added to get there. */
  readonly added: number;
  /** Seconds of the workloads stack in the `up` that added them. */
  readonly seconds: number;
  /** Seconds of the workloads stack in an `up` before, with nothing to do. */
  readonly idleSeconds: number;
  /** Size of the workloads stack's state as compact JSON. Unit: bytes. */
  readonly stateBytes: number;
  /** The same without any tenant. */
  readonly emptyBytes: number;
  /** Objects in the workloads stack. */
  readonly objects: number;
  /** The machine's load in the minute until the step ended; 1 for each core that is busy. */
  readonly load: number;
}

/**
 * Adds tenants to `local` until there are 1,000, in the workloads stack without examples.
 *
 * What is measured of a step is the workloads stack's own time, less what the same `up` takes with nothing to do: the
 * engine's start is not a tenant's.
 */
export async function measureTenants(say: (text: string) => void): Promise<TenantFigures[]> {
  const clone = await Clone.make();
  try {
    configure(clone, 0);
    await clone.up();
    const emptyBytes = clone.stateBytes(projects.workloads);
    const figures: TenantFigures[] = [];
    let before = 0;
    for (const tenants of steps) {
      const idle = await clone.up();
      if (idle.changed) {
        throw new Error("an up with nothing to do changed something: its time says nothing");
      }
      configure(clone, tenants);
      const run = await clone.up();
      const { seconds, objects } = run.stack("workloads");
      figures.push({
        tenants,
        added: tenants - before,
        seconds,
        idleSeconds: idle.stack("workloads").seconds,
        stateBytes: clone.stateBytes(projects.workloads),
        emptyBytes,
        objects,
        load: os.loadavg()[0] ?? 0,
      });
      say(`  ${tenants} tenants: ${seconds.toFixed(1)} s`);
      before = tenants;
    }
    return figures;
  } finally {
    // With its etcd everything is gone at once; deleting 1,000 namespaces takes Kubernetes many minutes.
    await deleteCluster(path.join(clone.directory, ".local"));
    clone.remove();
  }
}

/** The table as Markdown, and how far a tenant's cost is from being the same at every size. */
export function tenantTable(figures: readonly TenantFigures[]): string {
  const rows = figures.map((figure) => {
    const { tenants, objects, load } = figure;
    const cells = [
      tenants.toLocaleString("en"),
      objects.toLocaleString("en"),
      secondsEach(figure).toFixed(3),
      Math.round(bytesEach(figure)).toLocaleString("en"),
      load.toFixed(1),
    ];
    return `| ${cells.join(" | ")} |`;
  });
  const ratios = (["seconds", "state"] as const).flatMap((what) => {
    const each = what === "seconds" ? secondsEach : bytesEach;
    const [few, many] = [10, 1000].map((tenants) => figures.find((figure) => figure.tenants === tenants));
    return few === undefined || many === undefined
      ? []
      : [`${what} × ${(each(many) / each(few)).toFixed(2)}`];
  });
  return [
    "| tenants | objects | seconds a tenant | bytes of state a tenant | load |",
    "|---------|---------|------------------|-------------------------|------|",
    ...rows,
    `from 10 to 1,000 tenants: ${ratios.join(", ")}; goal: × ${goal} at most`,
  ].join("\n");
}

function secondsEach({ seconds, idleSeconds, added }: TenantFigures): number {
  return (seconds - idleSeconds) / added;
}

function bytesEach({ stateBytes, emptyBytes, tenants }: TenantFigures): number {
  return (stateBytes - emptyBytes) / tenants;
}

function configure(clone: Clone, count: number): void {
  const file = path.join(clone.directory, "Pulumi.local.yaml");
  const document = parseDocument(fs.readFileSync(file, "utf8"));
  const tenants = Array.from({ length: count }, (_, i) => ({
    name: `team-${i + 1}`,
    owner: "ann@example.com",
  }));
  document.setIn(["config", `${projects.workloads}:examples`], { enabled: false });
  document.setIn(["config", `${projects.workloads}:tenants`], tenants);
  fs.writeFileSync(file, document.toString());
}
