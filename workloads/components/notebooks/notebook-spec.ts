import { UserError } from "../../../config/errors";
import { needComponent } from "../../spec/component";
import { imageOf } from "../../spec/image";
import { type PlacementArgs, place } from "../../spec/placement";
import { environment, workloadUser } from "../../spec/pod";
import { checkQuota, tenantName, type TenantReference, tenantAccount } from "../../spec/tenant";
import { type ServerType, serverAnnotations, serverImages } from "./server-type";

/** What a {@link Notebook} is made from, its home folder aside. */
export interface NotebookSpecArgs extends PlacementArgs {
  /** What people work in. Default: `jupyter`. */
  readonly server?: ServerType | undefined;
  /** Container image: one of Kubeflow's notebook servers or one built on them. Default: the release's first of its kind. */
  readonly image?: string | undefined;
  /** When the image is pulled. Default: `IfNotPresent`, as the dashboard's form has it. */
  readonly imagePullPolicy?: "Always" | "IfNotPresent" | "Never" | undefined;
  /** Claims of the tenant that are mounted beside the home folder, such as its shared volume. Default: none. */
  readonly volumes?: readonly NotebookVolume[] | undefined;
  /**
   * Names of PodDefaults of the tenant's namespace that apply to it: `access-ml-pipeline` (a token for the Pipelines
   * API), `access-s3` (region and the tenant's folders), or the tenant's own. Default: all of the first two that the
   * platform has.
   */
  readonly podDefaults?: readonly string[] | undefined;
  /** Environment variables. Default: none. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /**
   * Keep it stopped: its volumes stay, and no pod runs. Left out, it is not this program's business: people stop and
   * start it in the dashboard, and the culler stops idle ones. Default: left out.
   */
  readonly stopped?: true | undefined;
}

/** A claim that is there already. */
export interface NotebookVolume {
  /** Name of the PersistentVolumeClaim. */
  readonly claim: string;
  /** Absolute path of the folder that it is mounted to. */
  readonly path: string;
  /** Default: false. */
  readonly readOnly?: boolean | undefined;
}

/** The group `users`, which the home folder belongs to in Kubeflow's notebook images. */
const usersGroup = 100;

/** Where Kubeflow's notebook images have people's files. */
const homePath = "/home/jovyan";

const sharedMemory = { name: "shared-memory", path: "/dev/shm" } as const;

/** Whatever value it has, the controller runs no pod (notebook-controller 1.10, culling_controller.go). */
const stopped = { "kubeflow-resource-stopped": "by the program" };

/** The `spec` of the Notebook. @throws UserError where the pool, the image, a volume or the quota is wrong */
export function notebookSpec(name: string, tenant: TenantReference, args: NotebookSpecArgs) {
  const owner = `Notebook "${name}"`;
  const placement = place(owner, args);
  const { server = "jupyter", volumes = [] } = args;
  checkVolumes(owner, volumes);
  checkQuota(owner, tenant, {
    cpu: args.resources.cpu,
    memoryGiB: args.resources.memoryGiB,
    gpus: placement.accelerators,
  });
  const env = environment(args.environment ?? {});
  return {
    template: {
      spec: {
        ...placement.pod,
        containers: [
          {
            // The controller expects the server in a container of the notebook's name.
            name,
            image: imageOf(owner, args.image ?? serverImages[server], args.platform),
            imagePullPolicy: args.imagePullPolicy ?? "IfNotPresent",
            ...(env.length === 0 ? {} : { env }),
            resources: placement.resources,
            // Not the whole restricted profile: the images' s6 needs its setuid helper to prepare /run.
            securityContext: { runAsNonRoot: true, runAsUser: workloadUser },
            volumeMounts: [
              { name: "home", mountPath: homePath },
              { name: sharedMemory.name, mountPath: sharedMemory.path },
              ...volumes.map(({ claim, path, readOnly = false }) => ({
                name: claim,
                mountPath: path,
                ...(readOnly ? { readOnly } : {}),
              })),
            ],
          },
        ],
        securityContext: { fsGroup: usersGroup, seccompProfile: { type: "RuntimeDefault" } },
        // The tenant's account: with it a notebook submits pipelines and jobs.
        serviceAccountName: tenantAccount,
        volumes: [
          { name: "home", persistentVolumeClaim: { claimName: homeClaim(name) } },
          // PyTorch's data loaders hand tensors over in shared memory; a container's default is 64 MiB.
          { name: sharedMemory.name, emptyDir: { medium: "Memory" } },
          ...volumes.map(({ claim }) => ({ name: claim, persistentVolumeClaim: { claimName: claim } })),
        ],
      },
    },
  };
}

/** Labels of the Notebook: the controller puts them on its pod, where PodDefaults are chosen by them. */
export function notebookLabels(args: NotebookSpecArgs): Record<string, string> {
  const { components, objectStorage } = args.platform;
  const hasWebhook = components.includes("admissionWebhook");
  const common = [
    ...(hasWebhook && components.includes("pipelines") ? ["access-ml-pipeline"] : []),
    ...(hasWebhook && objectStorage.kind === "s3" ? ["access-s3"] : []),
  ];
  return Object.fromEntries((args.podDefaults ?? common).map((name) => [name, "true"]));
}

/** Annotations of the Notebook. */
export function notebookAnnotations(
  name: string,
  tenant: TenantReference,
  args: NotebookSpecArgs,
): Record<string, string> {
  return {
    ...serverAnnotations(args.server ?? "jupyter", tenantName(tenant), name),
    ...(args.stopped === true ? stopped : {}),
  };
}

/** The claim of the home folder. */
export function homeClaim(name: string): string {
  return `${name}-home`;
}

/** The platform's needs that can't be seen in the spec. @throws UserError */
export function checkNotebook(name: string, args: NotebookSpecArgs): void {
  needComponent(`Notebook "${name}"`, "notebookController", args.platform);
  if ((args.podDefaults ?? []).length > 0 && !args.platform.components.includes("admissionWebhook")) {
    throw new UserError(
      `Notebook "${name}" asks for PodDefaults, and the platform runs without component admissionWebhook, which applies them`,
      "switch admissionWebhook on in kubeflow-platform:components, or leave podDefaults out",
    );
  }
}

function checkVolumes(owner: string, volumes: readonly NotebookVolume[]): void {
  const paths = new Set<string>([homePath, sharedMemory.path]);
  const claims = new Set<string>();
  for (const { claim, path } of volumes) {
    // The claim's name is the volume's name as well, which is a label.
    if (!/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(claim)) {
      throw new UserError(`${owner}: "${claim}" is no name of a volume claim here`, "use a DNS label");
    }
    if (["home", sharedMemory.name].includes(claim) || claims.has(claim)) {
      throw new UserError(`${owner}: there are two volumes "${claim}"`, "mount each claim once");
    }
    if (!path.startsWith("/") || path === "/" || paths.has(path)) {
      throw new UserError(
        `${owner}: volume "${claim}" can't be mounted to "${path}"`,
        `use an absolute path that is none of ${[...paths].join(", ")}`,
      );
    }
    claims.add(claim);
    paths.add(path);
  }
}
