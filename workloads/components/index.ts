/** The typed components of the workloads stack; other teams' programs may use them too. */
export { Tenant, type TenantArgs } from "./tenant";
export type { Quota } from "./tenant-spec";
export { TrainJob, type TrainJobArgs } from "./train-job";
export { PyTorchJob, type PyTorchJobArgs } from "./pytorch-job";
export { Experiment, type ExperimentArgs } from "./experiment";
export type { ListParameter, NumberParameter, SearchParameter } from "./experiment-spec";
export { InferenceService, type InferenceServiceArgs } from "./inference-service";
export { ModelVolume, type ModelVolumeArgs } from "./model-volume";
export { Notebook, type NotebookArgs } from "./notebook";
export { Pipeline, type PipelineArgs } from "./pipeline";
export type { PlacementArgs, Resources } from "../spec/placement";
export type { RunArgs } from "../spec/run";
export { type CodeFiles, type Program, readCode } from "../spec/code";
export { type CompiledPipeline, readCompiledPipeline } from "../spec/compiled-pipeline";
export type { Workload } from "../spec/workload";
