import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { WorkloadsOutputs } from "../../contract";

/** A workload as people find it, see contract/workloads.ts. */
export type Workload = WorkloadsOutputs["examples"][string];

/** How people find an object. */
export function workloadOf(object: k8s.apiextensions.CustomResource): pulumi.Output<Workload> {
  return pulumi
    .all([object.apiVersion, object.kind, object.metadata])
    .apply(([apiVersion, kind, { name, namespace }]) => ({ apiVersion, kind, namespace, name }));
}
