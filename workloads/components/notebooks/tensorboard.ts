import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { checkName } from "../../spec/digest";
import { namespaceOf, tenantName, type WorkloadArgs } from "../../spec/tenant";
import { type Workload, workloadOf } from "../../spec/workload";
import { accountLabel, tensorBoardObjects, type TensorBoardSpecArgs } from "./tensorboard-spec";

/** What a {@link TensorBoard} is made from. */
export interface TensorBoardArgs extends TensorBoardSpecArgs, WorkloadArgs {}

/**
 * A TensorBoard of logs on a volume or on S3, run by the tensorboard controller 1.10; people open it in the dashboard.
 *
 * Needs platform component `tensorboardController`. Its pod has no limits of its own but those of the tenant's
 * LimitRange: the controller knows no sizes.
 */
export class TensorBoard extends pulumi.ComponentResource {
  /** The Tensorboard object. */
  readonly workload: pulumi.Output<Workload>;

  /** @throws UserError where the name is wrong, or the logs can't be shown */
  constructor(name: string, args: TensorBoardArgs, opts?: pulumi.ComponentResourceOptions) {
    checkName("TensorBoard", name);
    const { labels, spec, account } = tensorBoardObjects(name, tenantName(args.tenant), args.platform, args);
    super("kubeflow:workloads:TensorBoard", name, {}, opts);

    const namespace = namespaceOf(args.tenant);
    const podDefault =
      account === undefined
        ? []
        : [
            new k8s.apiextensions.CustomResource(
              `${name}-account`,
              {
                apiVersion: "kubeflow.org/v1alpha1",
                kind: "PodDefault",
                metadata: { name: accountLabel(name), namespace },
                spec: account,
              },
              { parent: this },
            ),
          ];
    const board = new k8s.apiextensions.CustomResource(
      name,
      {
        apiVersion: "tensorboard.kubeflow.org/v1alpha1",
        kind: "Tensorboard",
        metadata: { name, namespace, ...(Object.keys(labels).length === 0 ? {} : { labels }) },
        spec,
      },
      // Its pod gets the account when it is made, and not later.
      { parent: this, dependsOn: podDefault },
    );
    this.workload = workloadOf(board);
    this.registerOutputs({ workload: this.workload });
  }
}
