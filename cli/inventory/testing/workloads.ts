import { type InfraOutputs, projects } from "../../../contract";
import { exampleTenant } from "./kubernetes-objects";

/**
 * The configuration with one of everything that workloads can be: each example, and a tenant with all options.
 *
 * @param infra what the infra stack of the environment exports
 */
export function withEveryWorkload(
  config: Readonly<Record<string, string>>,
  { objectStorage, storageClasses }: InfraOutputs,
): Readonly<Record<string, string>> {
  const set = (key: string, value: unknown) => ({ [`${projects.workloads}:${key}`]: JSON.stringify(value) });
  const models =
    objectStorage.kind === "s3" ? `s3://${objectStorage.modelsBucket}/${exampleTenant}` : undefined;
  const image = "ghcr.io/example/train:1";
  return {
    ...config,
    ...set("tenants", [
      {
        name: exampleTenant,
        owner: "ann@example.com",
        contributors: [{ email: "bob@example.com" }, { email: "eve@example.com", role: "view" }],
        quota: { cpu: 1500, memoryGiB: 3072, gpus: 16, storageGiB: 1000 },
        ...(storageClasses.shared !== undefined && { sharedVolume: {} }),
        privateVolumes: [{ name: "scratch", sizeGiB: 20 }],
        ...(models !== undefined && { modelsVolume: {} }),
        podDefaults: [
          {
            name: "proxy",
            description: "Reaches the internet",
            environment: { HTTPS_PROXY: "http://proxy:3128" },
          },
        ],
        egress: [{ to: { cidr: "10.20.0.0/16", ports: [5432] } }],
        ingress: [{ from: { tenant: "example-other", ports: [8080] } }],
        budget: { monthlyUsd: 100, notify: ["ann@example.com"] },
      },
    ]),
    ...set("examples", {
      enabled: true,
      trainJob: { image },
      fineTuning: { image },
      pipeline: { schedule: { enabled: true } },
      ...(models !== undefined && {
        serving: { model: `${models}/churn/1/`, canary: { model: `${models}/churn/2/`, percent: 20 } },
      }),
    }),
  };
}
