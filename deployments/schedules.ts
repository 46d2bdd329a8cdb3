import type { DriftScheduleArgs } from "@pulumi/pulumiservice/driftSchedule";
import type { TtlScheduleArgs } from "@pulumi/pulumiservice/ttlSchedule";
import { projects } from "../contract/projects";
import { type DeployedProject, deployedProjects, type Place } from "./chain";
import type { DeploymentsConfig } from "./config";

/** The drift schedule of one project's stack. */
export function driftSchedule(
  project: DeployedProject,
  place: Place,
  { drift }: DeploymentsConfig,
): DriftScheduleArgs {
  return { ...stackOf(project, place), scheduleCron: drift.schedule, autoRemediate: drift.autoRemediate };
}

/** Hours between the destruction of a stack and that of the one below it, which must not overtake it. */
const hoursBetween = 2;

/** When one project's stack is destroyed: last up, first down. Its history and its settings stay. */
export function expirySchedule(project: DeployedProject, place: Place, expiresAt: string) {
  const stacksBefore = deployedProjects.length - 1 - deployedProjects.indexOf(project);
  const time = new Date(Date.parse(expiresAt) + stacksBefore * hoursBetween * 3_600_000);
  return {
    ...stackOf(project, place),
    timestamp: time.toISOString().replace(/\.\d+Z$/, "Z"),
    deleteAfterDestroy: false,
  } satisfies TtlScheduleArgs;
}

function stackOf(project: DeployedProject, { organization, environment }: Place) {
  return { organization, project: projects[project], stack: environment };
}
