import * as pulumi from "@pulumi/pulumi";
import { UserError } from "../../../config/errors";
import { checkName } from "../../spec/digest";
import { say } from "../../spec/say";
import { namespaceOf, tenantName, tenantAccount } from "../../spec/tenant";
import { pipelineRoot } from "./ir";
import { checkParameters, type PipelineParameters } from "./parameters";
import type { Pipeline } from "./pipeline";
import { checkConcurrency, type RecurringRunInputs } from "./recurring-run-spec";
import { checkSchedule, type Schedule } from "./schedule";

/** For whom a token must be that Kubeflow Pipelines takes from a program. */
export const PIPELINES_AUDIENCE = "pipelines.kubeflow.org";

/** What a {@link RecurringRun} is made from. Its tenant and platform are the pipeline's. */
export interface RecurringRunArgs {
  /** The pipeline whose present version it starts. Another version replaces the recurring run. */
  readonly pipeline: Pipeline;
  /** When it starts runs. */
  readonly schedule: Schedule;
  /**
   * Values of the pipeline's parameters; those with a default may be left out. In texts, `[[ScheduledTime]]` and
   * `[[Index]]` are filled in by KFP. Default: none.
   */
  readonly parameters?: PipelineParameters | undefined;
  /** What the dashboard calls it. Default: its name. */
  readonly displayName?: string | undefined;
  /** A sentence for the dashboard. Default: none. */
  readonly description?: string | undefined;
  /** The experiment that its runs belong to; it is made where it isn't there, and stays. Default: the pipeline's name. */
  readonly experiment?: string | undefined;
  /** Where artifacts go, as in {@link PipelineArgs.pipelineRoot}. Default: what the pipeline says. */
  readonly pipelineRoot?: string | undefined;
  /** Most runs at a time, 1 to 10; more starts wait. Default: 1. */
  readonly maxConcurrency?: number | undefined;
  /** Make up for starts that were missed, one by one, instead of for the last one alone. Default: false. */
  readonly catchUp?: boolean | undefined;
  /** Whether it starts runs; changes without a new recurring run. Default: true. */
  readonly enabled?: boolean | undefined;
}

/** Arguments of the {@link RecurringRunResource}. */
export type RecurringRunResourceArgs = {
  readonly [key in keyof RecurringRunInputs]: pulumi.Input<RecurringRunInputs[key]>;
};

/** A recurring run of KFP's API, as the provider `kubeflow-workloads` has it. */
export class RecurringRunResource extends pulumi.CustomResource {
  constructor(name: string, args: RecurringRunResourceArgs, options: pulumi.CustomResourceOptions) {
    super("kubeflow-workloads:pipelines:RecurringRun", name, { ...args }, options);
  }
}

/**
 * Starts a pipeline again and again: made, changed and removed through KFP's API with a token of the tenant's service
 * account. KFP can't change a recurring run but for `enabled`: any other change makes a new one, then removes the old.
 *
 * A simulated cluster has no API to ask: there nothing is registered, and an info message says so.
 *
 * Needs a `WorkloadsProvider` among its providers: `{ providers: [kubernetes, workloads] }`.
 */
export class RecurringRun extends pulumi.ComponentResource {
  /** KFP's id of it; undefined on a simulated cluster. */
  readonly recurringRunId: pulumi.Output<string> | undefined;

  /** @throws UserError for a wrong name, schedule, parameter, number of runs or root */
  constructor(name: string, args: RecurringRunArgs, opts?: pulumi.ComponentResourceOptions) {
    checkName("RecurringRun", name);
    const { pipeline } = args;
    const { tenant, platform } = pipeline.owner;
    const inputs = recurringRunInputs(name, args);
    super("kubeflow:workloads:RecurringRun", name, {}, opts);
    if (platform.cluster.simulated) {
      void say(
        `RecurringRun "${name}" is checked and left out: nothing runs on a simulated cluster, Kubeflow Pipelines' API neither`,
        this,
      );
      this.registerOutputs({});
      return;
    }
    const run = new RecurringRunResource(
      name,
      {
        ...inputs,
        namespace: namespaceOf(tenant),
        pipelineId: pipeline.pipelineId,
        versionId: pipeline.versionId,
      },
      { parent: this, dependsOn: pipeline },
    );
    this.recurringRunId = run.id;
    this.registerOutputs({ recurringRunId: run.id });
  }
}

/**
 * What can be known of a recurring run before anything is registered.
 *
 * @throws UserError for a wrong schedule, parameter, number of runs or root, or a gateway that takes no such tokens
 */
export function recurringRunInputs(
  name: string,
  args: RecurringRunArgs,
): Omit<RecurringRunInputs, "namespace" | "pipelineId" | "versionId"> {
  const owner = `RecurringRun "${name}"`;
  const { pipeline, schedule, parameters = {}, maxConcurrency = 1 } = args;
  const { tenant, platform } = pipeline.owner;
  checkSchedule(owner, schedule);
  checkParameters(owner, pipeline.compiled, parameters);
  checkConcurrency(owner, maxConcurrency);
  if (!platform.signOn.audiences.includes(PIPELINES_AUDIENCE)) {
    throw new UserError(
      `${owner} is made with a token for ${PIPELINES_AUDIENCE}, which the gateway doesn't take; it takes ${platform.signOn.audiences.join(", ")}`,
      `add ${PIPELINES_AUDIENCE} to kubeflow-platform:signOn.tokenAudiences`,
    );
  }
  const root =
    args.pipelineRoot === undefined
      ? undefined
      : pipelineRoot("", { owner, namespace: tenantName(tenant), platform, pipelineRoot: args.pipelineRoot });
  return {
    displayName: args.displayName ?? name,
    description: args.description ?? "",
    experiment: args.experiment ?? pipeline.pipelineName,
    schedule: withoutUndefined(schedule),
    parameters,
    pipelineRoot: root ?? "",
    serviceAccount: tenantAccount,
    maxConcurrency,
    catchUp: args.catchUp ?? false,
    enabled: args.enabled ?? true,
  };
}

/** The state has no undefined values: with one, every run would see a change. */
function withoutUndefined(schedule: Schedule): Schedule {
  const { start, end } = schedule;
  const times = { ...(start !== undefined && { start }), ...(end !== undefined && { end }) };
  return "cron" in schedule
    ? { cron: schedule.cron, ...times }
    : { everySeconds: schedule.everySeconds, ...times };
}
