/** What other teams' programs import: the contract of the stacks, and the typed components of workloads. */
export * from "../contract";
export * from "../workloads/components";
