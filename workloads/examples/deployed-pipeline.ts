import { at, textOf } from "../../plugin/json";
import {
  type CompiledPipeline,
  compilePipeline,
  Pipeline,
  type PipelineParameters,
  RecurringRun,
} from "../components";
import { fit } from "../components/pipelines/ir";
import { checkParameters } from "../components/pipelines/parameters";
import { checkSchedule } from "../components/pipelines/schedule";
import type { ExamplesConfig } from "../config";
import { imageOf } from "../spec/image";
import { checkTenantPrefix } from "../spec/tenant-prefix";
import { tenantFolders } from "../spec/tenant-prefix";
import { type Example, type ExampleArgs, withoutComponent } from "./example";
import { type PipelineExample, pipelines } from "./pipelines";

/** What one example that is a pipeline differs in from another. */
export interface DeployedPipeline {
  /** Which of the pipelines it is. */
  readonly example: PipelineExample;
  /** The pipeline's name. */
  readonly name: string;
  readonly description: string;
  /**
   * Its parameters that name an image which a step hands on: their defaults go through the environment's image map as
   * the steps' own images do. Default: none.
   */
  readonly images?: readonly string[];
  /** Platform components that its steps talk to. Default: none. */
  readonly alsoNeeds?: readonly string[];
  readonly settingsOf: (config: ExamplesConfig) => ExamplesConfig["pipeline"];
  /** Parameters of its recurring run beside source, models and namespace. */
  readonly parametersOf: (args: ExampleArgs) => PipelineParameters;
}

/** An example that is a pipeline, and its recurring run where there is S3 to run on. */
export function deployedPipeline(described: DeployedPipeline): Example {
  const { name, example, description, images = [], alsoNeeds = [] } = described;
  return {
    needs: "pipelines",
    obstacle: (_config, { pipelines, components }) => {
      const missing = alsoNeeds.find((component) => !components.includes(component));
      return pipelines.definitions !== "kubernetes"
        ? {
            reason: "the platform keeps pipeline definitions in KFP's database, not as Kubernetes objects",
            wayOut: "set kubeflow-platform:pipelines.definitions to kubernetes",
          }
        : missing !== undefined
          ? withoutComponent(missing)
          : undefined;
    },
    prepare: async (args) => {
      const compiled = await compilePipeline(pipelines[example]);
      const { platform } = args;
      const { schedule, source } = described.settingsOf(args.config);
      const folders = tenantFolders(args.tenant.name, args.platform);
      const owner = `Pipeline "${name}"`;
      if (source !== undefined) {
        checkTenantPrefix(owner, args.tenant.name, platform, source);
      }
      const parameters = {
        source: source ?? `${folders?.artifacts ?? ""}data/customers.csv`,
        models: folders?.models ?? "",
        namespace: args.tenant.name,
        ...Object.fromEntries(
          images.map((parameter) => [parameter, imageOf(owner, defaultOf(compiled, parameter), platform)]),
        ),
        ...described.parametersOf(args),
      };
      fit(compiled, { owner, platform, namespace: args.tenant.name });
      checkSchedule(owner, schedule);
      checkParameters(owner, compiled, parameters);
      return (tenant, opts) => {
        const pipeline = new Pipeline(name, { tenant, platform, compiled, description }, opts);
        if (folders !== undefined) {
          const { cron, enabled } = schedule;
          new RecurringRun(name, { pipeline, schedule: { cron }, parameters, enabled }, opts);
        }
        return pipeline.workload;
      };
    },
  };
}

/** What the Python says where nobody says anything else. */
function defaultOf({ pipelineSpec }: CompiledPipeline, parameter: string): string {
  return textOf(at(pipelineSpec.root, "inputDefinitions", "parameters", parameter, "defaultValue"));
}
