/** Kueue's objects: who gets which nodes when not everybody can. */
export { clusterQueueOf, clusterQueuesByNamespace, localQueue } from "./local-queue";
export { defaultLocalQueue, sharedShare, tenantLabel } from "./names";
