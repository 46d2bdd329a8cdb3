/** The typed components of the workloads stack; other teams' programs may use them too. */
export { Tenant, type TenantArgs } from "./tenant/tenant";
export type { Quota, TenantHandle, TenantReference, WorkloadArgs } from "../spec/tenant";
export { TrainJob, type TrainJobArgs } from "./training/train-job";
export { PyTorchJob, type PyTorchJobArgs } from "./training/pytorch-job";
export { Experiment, type ExperimentArgs } from "./tuning/experiment";
export type { ListParameter, NumberParameter, SearchParameter } from "./tuning/experiment-spec";
export { InferenceService, type InferenceServiceArgs } from "./serving/inference-service";
export { ModelVolume, type ModelVolumeArgs } from "./serving/model-volume";
export { Notebook, type NotebookArgs } from "./notebooks/notebook";
export { Pipeline, type PipelineArgs } from "./pipelines/pipeline";
export type { PlacementArgs, Resources } from "../spec/placement";
export type { RunArgs } from "../spec/run";
export { type CodeFiles, type Program, readCode } from "../spec/code";
export { type CompiledPipeline, readCompiledPipeline } from "./pipelines/compiled-pipeline";
export type { Workload } from "../spec/workload";
