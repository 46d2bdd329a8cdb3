import type * as pulumi from "@pulumi/pulumi";
import { type Exported, type WorkloadsOutputs, readPlatform } from "../contract";
import { later, Tenant, type Workload, workloadProviders } from "./components";
import { loadConfig } from "./config";
import { planWorkloads } from "./plan";
import { prepareExamples } from "./prepare";
import { say } from "./spec/say";

/** The workloads stack: tenants, and in them one of everything that Kubeflow runs. */
export = async (): Promise<Exported<WorkloadsOutputs>> => {
  const config = loadConfig();
  const platform = await readPlatform();
  const plan = planWorkloads(config, platform);
  if (plan.leftOut.length > 0) {
    await say(plan.leftOut.join("\n"));
  }

  const prepared = await prepareExamples(plan, config, platform);

  const providers = workloadProviders(platform);
  const contents = later<pulumi.Output<Workload>[]>();
  const tenants = new Map(
    plan.tenants.map(({ name, ...settings }) => {
      const dataMayBeLost = config.dataMayBeLost?.includes(name);
      const args = { ...settings, platform, dataMayBeLost, contents: contents.promise };
      return [name, new Tenant(name, args, { providers })] as const;
    }),
  );

  const examples = prepared.map(
    ({ name, tenant, deploy }) => [name, deploy(tenants.get(tenant) ?? tenant, { providers })] as const,
  );

  contents.resolve(examples.map(([, workload]) => workload));

  return {
    contractVersion: 1,
    environment: platform.environment,
    tenants: plan.tenants.map(({ name, owner }) => ({ name, namespace: name, owner })),
    examples: Object.fromEntries(examples),
  };
};
