/** What each stack exports, how it is validated, and how another stack reads it. */
export { AwsOutputs } from "./aws";
export { InfraOutputs, type NodePool } from "./infra";
export { PlatformOutputs } from "./platform";
export { WorkloadsOutputs } from "./workloads";
export { namespacePlaceholder, objectsOf, type TenantObject, TenantTemplates } from "./tenants";
export { projects, type ProjectName } from "./projects";
export { readInfra, readPlatform, readWorkloads, validateOutputs } from "./read";
export type { Exported } from "./exported";
