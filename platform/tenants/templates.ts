import type { TenantTemplates } from "../../contract";
import { tenantAccessPolicies, tenantAccessValues } from "../auth/tenant-access";
import type { Manifest } from "../../manifests";
import type { Context } from "../part";
import { clusterQueuesByNamespace, localQueue, sharedShare } from "../queues";
import { namespacePlaceholder } from "../../contract";
import { artifactServerObjects } from "./artifact-server";
import { namespaceLabels } from "./labels";
import { ceilingQuota, limitRange } from "./limits";
import { networkPolicy } from "./network";
import { podDefaults } from "./pod-defaults";
import { pipelineConfiguration } from "./storage";

/**
 * What every tenant's namespace gets, with placeholders (contract/tenants.ts). No Secret is among it: the keys of the
 * in-cluster object store are known to the profile controller only.
 */
export function tenantObjects(context: Context): Manifest[] {
  const { config, has } = context;
  return [
    ...(config.tenants.networkPolicies ? [networkPolicy(context)] : []),
    limitRange(config.tenants),
    ...ceilingQuota(config.tenants),
    ...(has("pipelines") ? [...pipelineConfiguration(context), ...artifactServerObjects(context)] : []),
    ...(has("admissionWebhook") ? podDefaults(context) : []),
    ...(has("kueue") ? [queueTemplate(context)] : []),
    ...tenantAccessPolicies(context),
  ];
}

/** The same with the namespace's labels and what differs between tenants. */
export function tenantTemplates(context: Context): TenantTemplates {
  const { config, has } = context;
  return {
    objects: tenantObjects(context).map((manifest) => ({
      ...manifest,
      metadata: { ...manifest.metadata, namespace: namespacePlaceholder },
    })),
    values: {
      ...(has("kueue") && {
        clusterQueue: { otherwise: sharedShare, of: { ...clusterQueuesByNamespace(config.queues) } },
      }),
      ...tenantAccessValues(context),
    },
    labels: namespaceLabels(config.tenants),
  };
}

function queueTemplate({ config }: Context): Manifest {
  const { spec, ...queue } = localQueue(namespacePlaceholder, config.queues);
  return { ...queue, spec: { clusterQueue: "{{tenant.clusterQueue}}" } };
}
