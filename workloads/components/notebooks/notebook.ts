import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { checkName } from "../../spec/digest";
import { type PlacementArgs, place } from "../../spec/placement";
import { workloadUser } from "../../spec/pod";
import { gibibytes } from "../../spec/quantity";
import { namespaceOf, type WorkloadArgs } from "../../spec/tenant";
import { type Workload, workloadOf } from "../../spec/workload";

/** What the spec of a {@link Notebook} is made from. */
export interface NotebookSpecArgs extends PlacementArgs {
  /** Container image: one of Kubeflow's notebook servers or one built on them. */
  readonly image: string;
}

/** What a {@link Notebook} is made from. */
export interface NotebookArgs extends NotebookSpecArgs, WorkloadArgs {
  /** Size of the home folder's volume in GiB. Default: 10. */
  readonly homeGiB?: number | undefined;
  /** Storage class of the home folder: `storageClasses.block` of the platform's outputs. */
  readonly storageClass: string;
}

/**
 * A Jupyter server with a home folder that outlives it, run by the notebook controller.
 *
 * Needs platform component `notebookController`. Whether it runs or is stopped is not this program's business: people stop it
 * in the dashboard and the culler stops idle ones.
 */
export class Notebook extends pulumi.ComponentResource {
  /** The Notebook object. */
  readonly workload: pulumi.Output<Workload>;

  /** @throws UserError where the name or the pool is wrong */
  constructor(name: string, args: NotebookArgs, opts?: pulumi.ComponentResourceOptions) {
    checkName("Notebook", name);
    const spec = notebookSpec(name, args);
    super("kubeflow:workloads:Notebook", name, {}, opts);

    const home = new k8s.core.v1.PersistentVolumeClaim(
      name,
      {
        // Bound when the server's first pod comes, see the storage class.
        metadata: {
          name: homeClaim(name),
          namespace: namespaceOf(args.tenant),
          annotations: { "pulumi.com/skipAwait": "true" },
        },
        spec: {
          accessModes: ["ReadWriteOnce"],
          resources: { requests: { storage: gibibytes(args.homeGiB ?? 10) } },
          storageClassName: args.storageClass,
        },
      },
      { parent: this },
    );
    const notebook = new k8s.apiextensions.CustomResource(
      name,
      {
        apiVersion: "kubeflow.org/v1",
        kind: "Notebook",
        metadata: {
          name,
          namespace: namespaceOf(args.tenant),
          // Tells the dashboard how to open it.
          annotations: { "notebooks.kubeflow.org/server-type": "jupyter" },
        },
        spec,
      },
      { parent: this, dependsOn: home },
    );
    this.workload = workloadOf(notebook);
    this.registerOutputs({ workload: this.workload });
  }
}

/** The group `users`, which the home folder belongs to in Kubeflow's notebook images. */
const usersGroup = 100;

/** The `spec` of the Notebook. */
export function notebookSpec(name: string, args: NotebookSpecArgs) {
  const placement = place(`Notebook "${name}"`, args);
  return {
    template: {
      spec: {
        ...placement.pod,
        containers: [
          {
            // The controller expects the server in a container of the notebook's name.
            name,
            image: args.image,
            resources: placement.resources,
            // Not the whole restricted profile: the images' s6 needs its setuid helper to prepare /run.
            securityContext: { runAsNonRoot: true, runAsUser: workloadUser },
            volumeMounts: [
              { name: "home", mountPath: "/home/jovyan" },
              { name: "shared-memory", mountPath: "/dev/shm" },
            ],
          },
        ],
        securityContext: { fsGroup: usersGroup, seccompProfile: { type: "RuntimeDefault" } },
        // The tenant's account: with it a notebook submits pipelines and jobs.
        serviceAccountName: "default-editor",
        volumes: [
          { name: "home", persistentVolumeClaim: { claimName: homeClaim(name) } },
          // PyTorch's data loaders hand tensors over in shared memory; a container's default is 64 MiB.
          { name: "shared-memory", emptyDir: { medium: "Memory" } },
        ],
      },
    },
  };
}

function homeClaim(name: string): string {
  return `${name}-home`;
}
