import { version } from "../../package.json";
import type { ProviderOptions } from "../../plugin";
import { kubeflowHandlers } from "./handlers";

/** The provider of CRD bundles and readiness gates. */
export const kubeflowPlugin: ProviderOptions = { name: "kubeflow", version, handlers: kubeflowHandlers() };
