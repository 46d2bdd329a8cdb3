import type { KubeClient } from "../../kube/client";
import type { Dial } from "./port-forward";

/** What the provider's resources speak to. */
export interface Connection {
  readonly cluster: KubeClient;
  /** Base URL at which Kubeflow is reached from outside. */
  readonly dashboard: string;
  /** Opens connections to the cluster's pods, for a dashboard that is inside the cluster. */
  readonly dial: Dial;
}
