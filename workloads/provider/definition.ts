import { version } from "../../package.json";
import type { ProviderOptions } from "../../plugin";
import { workloadsHandlers } from "./handlers";

/** The provider of what workloads have that is no Kubernetes object. */
export const workloadsPlugin: ProviderOptions = {
  name: "kubeflow-workloads",
  version,
  handlers: workloadsHandlers(),
};
