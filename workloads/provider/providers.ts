import { Provider as AwsProvider } from "@pulumi/aws/provider";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { PlatformOutputs } from "../../contract";
import { WorkloadsProvider } from "./provider";

/**
 * The providers of a platform's cluster and, where that is on AWS, of its account and region: what components of this
 * room take as `{ providers }`. Made once a program; the ambient kubeconfig and region are never used.
 *
 * The one of AWS refuses credentials of another account. Where the platform is not on AWS there is none.
 */
export function workloadProviders(platform: PlatformOutputs): pulumi.ProviderResource[] {
  const { aws, cluster, endpoints, environment } = platform;
  const kubeconfig = pulumi.secret(cluster.kubeconfig);
  const clusterIdentifier = cluster.identifier;
  return [
    new k8s.Provider("cluster", { kubeconfig, clusterIdentifier, enableServerSideApply: true }),
    new WorkloadsProvider("cluster", { kubeconfig, clusterIdentifier, dashboard: endpoints.dashboard }),
    ...(aws === undefined
      ? []
      : [
          new AwsProvider("aws", {
            region: aws.region,
            allowedAccountIds: [aws.accountId],
            defaultTags: { tags: { environment, "managed-by": "pulumi", project: "kubeflow-on-aws" } },
          }),
        ]),
  ];
}
