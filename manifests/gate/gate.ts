import * as pulumi from "@pulumi/pulumi";

/** Arguments of a {@link ReadinessGate}. */
export interface ReadinessGateArgs {
  /** Digest of what is behind the gate: another one waits anew. */
  readonly contents: string;
  /** Names of the ValidatingWebhookConfigurations that must be able to answer. */
  readonly validatingWebhooks: readonly string[];
  /** Names of the MutatingWebhookConfigurations that must be able to answer. */
  readonly mutatingWebhooks: readonly string[];
}

/**
 * A barrier between two stages: it depends on everything in the earlier one, and the later one depends on
 * it alone, which keeps the state's dependency lists short.
 *
 * Workloads are awaited by the Kubernetes provider itself. What it can't await is a webhook: the gate opens
 * when each one has its CA bundle and its Service a ready endpoint, so that custom resources behind it are
 * not refused by a webhook which isn't there yet (pulumi/pulumi-kubernetes#2880).
 */
export class ReadinessGate extends pulumi.CustomResource {
  constructor(name: string, args: ReadinessGateArgs, options: pulumi.CustomResourceOptions) {
    super("kubeflow:manifests:ReadinessGate", name, { ...args }, options);
  }
}
