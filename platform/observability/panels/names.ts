/**
 * The names of the panels, as configuration writes them, in the order of a page that nobody arranged. Public: they stand
 * in environments' files.
 */
export const panelNames = [
  "runsRunning",
  "runsFailedToday",
  "modelsNotReady",
  "runsByState",
  "runDuration",
  "failedRuns",
  "trainJobsByState",
  "pytorchJobsByState",
  "experimentsByState",
  "trialsByState",
  "requestRate",
  "errorRate",
  "latency",
  "cpuUse",
  "memoryUse",
  "gpuUse",
  "gpuMemory",
  "gpusRequested",
  "quotaUse",
  "volumesFull",
  "queueWait",
  "queuePending",
  "queueUse",
  "queueEvictions",
  "costByTenant",
  "costTotal",
  "gatewayRequests",
  "gatewayErrors",
  "platformUnavailable",
  "platformRestarts",
  "nodesNotReady",
  "targetsDown",
  "certificates",
  "logVolume",
  "logErrors",
  "logs",
  "platformLogs",
] as const;

/** The name of a panel. */
export type PanelName = (typeof panelNames)[number];
