import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { UserError } from "../../../config/errors";
import { checkName } from "../../spec/digest";
import { gibibytes } from "../../spec/quantity";
import { namespaceOf, type WorkloadArgs } from "../../spec/tenant";
import { type Workload, workloadOf } from "../../spec/workload";
import {
  checkNotebook,
  homeClaim,
  notebookAnnotations,
  notebookLabels,
  type NotebookSpecArgs,
  notebookSpec,
} from "./notebook-spec";

/** What a {@link Notebook} is made from. */
export interface NotebookArgs extends NotebookSpecArgs, WorkloadArgs {
  /** Size of the home folder's volume in GiB. It can grow later, never shrink. Default: 10. */
  readonly homeGiB?: number | undefined;
  /** Storage class of the home folder. Default: the platform's class of block volumes. */
  readonly storageClass?: string | undefined;
  /** Keep the home folder's volume when the notebook is taken out of the program. Default: false. */
  readonly keepHome?: boolean | undefined;
}

/**
 * A notebook server with a home folder that outlives its pods, run by the notebook controller 1.10.
 *
 * Needs platform component `notebookController`. Whether a server is culled is the platform's setting for all
 * (`kubeflow-platform:notebooks.culling`): 1.10's culler knows no exception for one. It asks Jupyter for its kernels,
 * and stops Visual Studio Code and RStudio, which have none, a culling period after their start.
 */
export class Notebook extends pulumi.ComponentResource {
  /** The Notebook object. */
  readonly workload: pulumi.Output<Workload>;

  /** @throws UserError where a name, the pool, the image, a volume or a size is wrong, or the quota too small */
  constructor(name: string, args: NotebookArgs, opts?: pulumi.ComponentResourceOptions) {
    checkName("Notebook", name);
    checkNotebook(name, args);
    const spec = notebookSpec(name, args.tenant, args);
    const storage = homeStorage(name, args);
    super("kubeflow:workloads:Notebook", name, {}, opts);

    const namespace = namespaceOf(args.tenant);
    const labels = notebookLabels(args);
    const home = new k8s.core.v1.PersistentVolumeClaim(
      name,
      {
        // Bound when the server's first pod comes, see the storage class.
        metadata: { name: homeClaim(name), namespace, annotations: { "pulumi.com/skipAwait": "true" } },
        spec: storage,
      },
      { parent: this, retainOnDelete: args.keepHome ?? false },
    );
    const notebook = new k8s.apiextensions.CustomResource(
      name,
      {
        apiVersion: "kubeflow.org/v1",
        kind: "Notebook",
        metadata: {
          name,
          namespace,
          ...(Object.keys(labels).length === 0 ? {} : { labels }),
          annotations: notebookAnnotations(name, args.tenant, args),
        },
        spec,
      },
      { parent: this, dependsOn: home },
    );
    this.workload = workloadOf(notebook);
    this.registerOutputs({ workload: this.workload });
  }
}

/** The `spec` of the home folder's claim. */
function homeStorage(name: string, { tenant, homeGiB = 10, storageClass, platform }: NotebookArgs) {
  const quota = typeof tenant === "string" ? undefined : tenant.quota?.storageGiB;
  if (!(homeGiB > 0)) {
    throw new UserError(`Notebook "${name}": homeGiB is ${homeGiB}`, "give its home folder more than 0 GiB");
  }
  if (quota !== undefined && homeGiB > quota) {
    throw new UserError(
      `Notebook "${name}" asks for more than its tenant may use: storageGiB ${homeGiB} of ${quota}`,
      "raise the tenant's quota, or ask for less",
    );
  }
  return {
    accessModes: ["ReadWriteOnce"],
    resources: { requests: { storage: gibibytes(homeGiB) } },
    storageClassName: storageClass ?? platform.storageClasses.block,
  };
}
