/** Kueue: who gets which nodes when not everybody can. */
export { clusterQueueOf, clusterQueuesByNamespace, localQueue } from "./local-queue";
export { type KueueConfiguration, kueueConfiguration } from "./manager-config";
export { checkQueues } from "./mistakes";
export { defaultLocalQueue, sharedShare, tenantLabel } from "./names";
export { queueObjects } from "./objects";
export { priorityClasses } from "./priority-classes";
