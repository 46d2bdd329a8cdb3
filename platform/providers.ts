import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { InfraOutputs } from "../contract";
import { KubeflowProvider } from "../manifests";

/** The providers of one cluster; the ambient kubeconfig is never used. */
export interface ClusterProviders {
  readonly kubernetes: kubernetes.Provider;
  readonly kubeflow: KubeflowProvider;
}

/** Makes the providers of the infra stack's cluster. */
export function clusterProviders({ cluster }: InfraOutputs): ClusterProviders {
  const kubeconfig = pulumi.secret(cluster.kubeconfig);
  return {
    kubernetes: new kubernetes.Provider("cluster", {
      kubeconfig,
      clusterIdentifier: cluster.identifier,
      enableServerSideApply: true,
      // A changed ConfigMap or Secret is patched: a replacement would pull it from under running pods.
      enableConfigMapMutable: true,
      enableSecretMutable: true,
    }),
    kubeflow: new KubeflowProvider("cluster", { kubeconfig, clusterIdentifier: cluster.identifier }),
  };
}
