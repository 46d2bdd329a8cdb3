import { UserError } from "../../../config/errors";
import { at, isObject, type Json, type JsonObject, numberOf, objectOf, textOf } from "../../../plugin/json";
import type { Schedule } from "./schedule";

/** A recurring run as the provider's resource takes it. Plain JSON: it lies in the state as it is. */
export interface RecurringRunInputs {
  /** The tenant's namespace. */
  readonly namespace: string;
  /** KFP's id of the pipeline. */
  readonly pipelineId: string;
  /** KFP's id of the version that is started. */
  readonly versionId: string;
  /** What the dashboard calls it. */
  readonly displayName: string;
  /** A sentence for the dashboard; empty for none. */
  readonly description: string;
  /** Name of the experiment that its runs belong to; it is made where it isn't there. */
  readonly experiment: string;
  readonly schedule: Schedule;
  /** Values of the pipeline's parameters. */
  readonly parameters: Readonly<Record<string, Json>>;
  /** Where artifacts go; empty for what the pipeline says. */
  readonly pipelineRoot: string;
  /** Service account that the steps run as. */
  readonly serviceAccount: string;
  /** Most runs at a time. */
  readonly maxConcurrency: number;
  /** Whether starts that were missed are made up for, one by one. */
  readonly catchUp: boolean;
  /** Whether it starts runs. */
  readonly enabled: boolean;
}

/**
 * What KFP takes; read in api_converter.go of its API server 2.16.0.
 *
 * @throws UserError where more or fewer runs at a time are asked for than KFP has
 */
export function checkConcurrency(owner: string, most: number): void {
  if (!Number.isInteger(most) || most < 1 || most > 10) {
    throw new UserError(
      `${owner}: maxConcurrency is ${most}; Kubeflow Pipelines takes a whole number from 1 to 10`,
    );
  }
}

/** The body of CreateRecurringRun, v2beta1. Whole numbers of 64 bits are texts, as protobuf's JSON has them. */
export function recurringRunBody(inputs: JsonObject, experimentId: string): JsonObject {
  const root = textOf(inputs.pipelineRoot);
  const description = textOf(inputs.description);
  return {
    display_name: textOf(inputs.displayName),
    ...(description !== "" && { description }),
    pipeline_version_reference: {
      pipeline_id: textOf(inputs.pipelineId),
      pipeline_version_id: textOf(inputs.versionId),
    },
    runtime_config: {
      parameters: objectOf(inputs.parameters),
      ...(root !== "" && { pipeline_root: root }),
    },
    service_account: textOf(inputs.serviceAccount),
    max_concurrency: String(numberOf(inputs.maxConcurrency)),
    trigger: triggerOf(objectOf(inputs.schedule)),
    mode: inputs.enabled === false ? "DISABLE" : "ENABLE",
    no_catchup: inputs.catchUp !== true,
    namespace: textOf(inputs.namespace),
    experiment_id: experimentId,
  };
}

/** The inputs that a recurring run of the API was made with, but for the experiment, of which it has the id alone. */
export function inputsOfRecurringRun(run: JsonObject): JsonObject {
  return {
    namespace: textOf(run.namespace),
    pipelineId: textOf(at(run, "pipeline_version_reference", "pipeline_id")),
    versionId: textOf(at(run, "pipeline_version_reference", "pipeline_version_id")),
    displayName: textOf(run.display_name),
    description: textOf(run.description),
    schedule: scheduleOf(objectOf(run.trigger)),
    // What is empty, the API leaves out.
    parameters: objectOf(at(run, "runtime_config", "parameters")),
    pipelineRoot: textOf(at(run, "runtime_config", "pipeline_root")),
    serviceAccount: textOf(run.service_account),
    maxConcurrency: Number(run.max_concurrency ?? 1),
    catchUp: run.no_catchup !== true,
    enabled: run.status === "ENABLED",
  };
}

function triggerOf(schedule: JsonObject): JsonObject {
  const times = {
    ...(schedule.start !== undefined && { start_time: textOf(schedule.start) }),
    ...(schedule.end !== undefined && { end_time: textOf(schedule.end) }),
  };
  return schedule.cron === undefined
    ? { periodic_schedule: { interval_second: String(numberOf(schedule.everySeconds)), ...times } }
    : { cron_schedule: { cron: textOf(schedule.cron), ...times } };
}

function scheduleOf(trigger: JsonObject): JsonObject {
  const { cron_schedule: cron } = trigger;
  const periodic = objectOf(trigger.periodic_schedule);
  const times = isObject(cron) ? cron : periodic;
  return {
    ...(isObject(cron)
      ? { cron: textOf(cron.cron) }
      : { everySeconds: Number(periodic.interval_second ?? 0) }),
    ...(times.start_time !== undefined && { start: times.start_time }),
    ...(times.end_time !== undefined && { end: times.end_time }),
  };
}
