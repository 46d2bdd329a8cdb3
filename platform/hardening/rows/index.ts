import type { WorkloadRow } from "../row";
import { katibRows } from "./katib";
import { knativeRows } from "./knative";
import { meshRows } from "./mesh";
import { modelRegistryRows } from "./model-registry";
import { pipelinesRows } from "./pipelines";
import { signOnRows } from "./sign-on";
import { workbenchRows } from "./workbench";
import { workloadsRows } from "./workloads";

/** Every workload of the release that somebody decided on. */
export const ROWS: readonly WorkloadRow[] = [
  ...meshRows,
  ...signOnRows,
  ...knativeRows,
  ...pipelinesRows,
  ...katibRows,
  ...workbenchRows,
  ...workloadsRows,
  ...modelRegistryRows,
];
