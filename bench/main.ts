import { readEnvironment } from "../config/environment";
import { ensureTools } from "../toolchain";
import { measureOfficial } from "./official";
import { measureOurs } from "./ours";
import { type Row, table } from "./table";
import { measureTenants, tenantTable } from "./tenants";

/**
 * `npm run bench`: this program against the official way to install Kubeflow, in one run on one machine.
 * Prints figures and judges nothing; takes about seven minutes once the toolchain is there, those of tenants included. `npm run bench -- tenants` measures tenants alone.
 */
async function main(parts: readonly string[]): Promise<void> {
  const unknown = parts.filter((part) => part !== "tenants");
  if (unknown.length > 0) {
    throw new Error(
      `bench knows of no ${unknown.join(", ")}; without arguments it measures all, or: tenants`,
    );
  }
  const say = (text: string) => process.stderr.write(`${text}\n`);
  const tools = await ensureTools(
    [
      "pulumi",
      "kube-apiserver",
      "kube-controller-manager",
      "kube-scheduler",
      "etcd",
      "kwok",
      "kwokctl",
      "kustomize",
      "kubectl",
    ],
    { environment: readEnvironment() },
  );
  if (parts.length === 0) {
    await compare(tools, say);
  }
  say("tenants: added to local until there are 1,000");
  process.stdout.write(`\n${tenantTable(await measureTenants(say))}\n`);
}

/** This program beside the official way. */
async function compare(
  tools: Parameters<typeof measureOfficial>[0],
  say: (text: string) => void,
): Promise<void> {
  say("official: kustomize build and kubectl apply until it succeeds, then once more");
  const official = await measureOfficial(tools, say);
  say("ours: npm run up from nothing, then once more");
  const ours = await measureOurs(say);
  const rows: Row[] = [
    {
      what: "install on an empty cluster, until every Deployment is available",
      ours: { value: ours.platformSeconds, unit: "s" },
      other: { value: official.first.seconds, unit: "s" },
      goal: { ratio: 0.5 },
    },
    {
      what: "again, nothing changed (ours: all three stacks)",
      ours: { value: ours.againSeconds, unit: "s" },
      other: { value: official.again.seconds, unit: "s" },
      goal: { ratio: 0.5 },
    },
    {
      what: "the platform stack again, nothing changed",
      ours: { value: ours.platformAgainSeconds, unit: "s" },
      other: { value: official.again.seconds, unit: "s" },
      goal: { ratio: 0.35 },
    },
    {
      what: "npm run up from nothing: cluster and all three stacks",
      ours: { value: ours.firstSeconds, unit: "s" },
      goal: { most: 60 },
    },
    {
      what: "the platform stack's state, compact JSON",
      ours: { value: ours.stateBytes / 1e6, unit: "MB" },
      goal: { most: 5 },
    },
    {
      what: "peak memory of all processes but the cluster's",
      ours: { value: ours.peakBytes / 1e9, unit: "GB" },
      goal: { most: 1.5 },
    },
  ];
  process.stdout.write(
    `${table(rows)}\nofficial: ${official.first.tries} tries, ${official.objects} objects; ours: ${ours.objects} objects in the platform stack\n`,
  );
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
