import * as pulumi from "@pulumi/pulumi";
import { type Exported, type WorkloadsOutputs, readPlatform } from "../contract";
import { catalogue } from "./catalogue";
import { later, Tenant, type Workload, workloadProviders } from "./components";
import { loadConfig } from "./config";
import { planWorkloads } from "./plan";

/** The workloads stack: tenants, and in them one of everything that Kubeflow runs. */
export = async (): Promise<Exported<WorkloadsOutputs>> => {
  const config = loadConfig();
  const platform = await readPlatform();
  const plan = planWorkloads(config, platform);
  if (plan.leftOut.length > 0) {
    await pulumi.log.info(plan.leftOut.join("\n"));
  }

  const providers = workloadProviders(platform);
  const contents = later<pulumi.Output<Workload>[]>();
  const tenants = new Map(
    plan.tenants.map(({ name, ...settings }) => {
      const dataMayBeLost = config.dataMayBeLost?.includes(name);
      const args = { ...settings, platform, dataMayBeLost, contents: contents.promise };
      return [name, new Tenant(name, args, { providers })] as const;
    }),
  );

  const examples = Array.from(plan.examples, ([name, tenant]) => {
    const owner = tenants.get(tenant) ?? tenant;
    return [
      name,
      catalogue[name]({ tenant: owner, config: config.examples, platform }, { providers }),
    ] as const;
  });

  contents.resolve(examples.map(([, workload]) => workload));

  return {
    contractVersion: 1,
    environment: platform.environment,
    tenants: plan.tenants.map(({ name, owner }) => ({ name, namespace: name, owner })),
    examples: Object.fromEntries(examples),
  };
};
