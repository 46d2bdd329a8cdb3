import type { KubeClient } from "../../kube/client";

/** What the provider's resources speak to. */
export interface Connection {
  readonly cluster: KubeClient;
  /** Base URL at which Kubeflow is reached from outside. */
  readonly dashboard: string;
}
