/** Trainer v2's runtimes on GPU nodes and over EFA; what is made sure of Spark's webhooks. */
export { trainingRuntimes } from "./release-runtimes";
export { efaRuntime } from "./efa-runtime";
export { sparkPodsOnly } from "./spark";
