import { UserError } from "../../../config/errors";
import type { PlatformOutputs } from "../../../contract";
import { checkLabel } from "./names";
import { gibibytes } from "../../spec/quantity";
import type { ModelsVolume, PrivateVolume, SharedVolume, TenantSettings } from "./tenant-args";

/** What a volume claim of a tenant is made from: the inputs of a PersistentVolumeClaim. */
export interface VolumeClaim {
  readonly name: string;
  readonly spec: {
    readonly accessModes: string[];
    readonly resources: { readonly requests: { readonly storage: string } };
    readonly storageClassName: string;
    readonly volumeName?: string;
  };
}

/** The volume settings of a tenant. */
export type VolumeSettings = Pick<
  TenantSettings,
  "sharedVolume" | "privateVolumes" | "modelsVolume" | "quota"
>;

type Storage = Pick<PlatformOutputs, "storageClasses" | "objectStorage" | "aws">;

/**
 * The claims that hold data of a tenant.
 *
 * @param label who asks, for messages: `tenant "team-a"`
 * @throws UserError where the platform has no shared file system
 */
export function dataClaims(
  label: string,
  { sharedVolume, privateVolumes = [] }: VolumeSettings,
  { storageClasses }: Pick<Storage, "storageClasses">,
): VolumeClaim[] {
  const { block } = storageClasses;
  return [
    ...(sharedVolume === undefined
      ? []
      : [sharedClaim(sharedVolume, sharedClass(label, { storageClasses }))]),
    ...privateVolumes.map(({ name, sizeGiB }: PrivateVolume) => claim(name, "ReadWriteOnce", sizeGiB, block)),
  ];
}

function sharedClaim({ name = "shared", sizeGiB = 1 }: SharedVolume, storageClass: string): VolumeClaim {
  return claim(name, "ReadWriteMany", sizeGiB, storageClass);
}

function sharedClass(label: string, { storageClasses }: Pick<Storage, "storageClasses">): string {
  if (storageClasses.shared === undefined) {
    throw new UserError(
      `${label}: sharedVolume needs a shared file system, and the platform has none (storageClasses.shared)`,
      "on AWS, switch EFS on in kubeflow-infra:storage; else take sharedVolume out, or use privateVolumes",
    );
  }
  return storageClasses.shared;
}

function claim(name: string, accessMode: string, sizeGiB: number, storageClassName: string): VolumeClaim {
  return {
    name,
    spec: {
      accessModes: [accessMode],
      resources: { requests: { storage: gibibytes(sizeGiB) } },
      storageClassName,
    },
  };
}

/** What a volume of S3 says it has room for, in GiB: Kubernetes wants a number, and Mountpoint doesn't look at it. */
const nominalGiB = 1;

/**
 * A tenant's folder of the models bucket as a volume to read, and the claim that is bound to it.
 *
 * Infra installs the driver (EKS add-on aws-mountpoint-s3-csi-driver). `authenticationSource: pod` mounts it with the
 * role of the pod's service account, which EKS Pod Identity holds to this prefix; the driver's own role reads all
 * models of all tenants. The prefix ends with a slash, as the role may list no other. The volume names its claim, so
 * that no other namespace's takes it. Source of the attributes: docs/CONFIGURATION.md of
 * awslabs/mountpoint-s3-csi-driver, version 2; they are the options of mount-s3.
 *
 * @throws UserError where the platform has no such bucket
 */
export function modelsVolume(
  label: string,
  tenant: string,
  { name = "models" }: ModelsVolume,
  storage: Storage,
) {
  const { objectStorage, aws } = storage;
  if (objectStorage.kind !== "s3" || aws === undefined) {
    throw new UserError(
      `${label}: modelsVolume mounts a folder of the models bucket by Mountpoint for S3, which is there on AWS only`,
      "take modelsVolume out here; models of this platform are in volumes",
    );
  }
  const volumeName = `models-${tenant}`;
  const capacity = { storage: gibibytes(nominalGiB) };
  const accessModes = ["ReadOnlyMany"];
  return {
    volume: {
      metadata: { name: volumeName },
      spec: {
        capacity,
        accessModes,
        // Nothing makes it, so nothing would know how to delete it.
        persistentVolumeReclaimPolicy: "Retain",
        storageClassName: "",
        claimRef: { apiVersion: "v1", kind: "PersistentVolumeClaim", namespace: tenant, name },
        // allow-other: pods don't run as root.
        mountOptions: ["allow-other", `prefix ${tenant}/`, "read-only", `region ${objectStorage.region}`],
        csi: {
          driver: "s3.csi.aws.com",
          volumeHandle: volumeName,
          volumeAttributes: { bucketName: objectStorage.modelsBucket, authenticationSource: "pod" },
        },
      },
    },
    claim: {
      name,
      spec: { accessModes, resources: { requests: capacity }, storageClassName: "", volumeName },
    } satisfies VolumeClaim,
  };
}

/**
 * Checks the volumes of a tenant.
 *
 * @throws UserError for a wrong or repeated name, a size that is none, more than the quota, what the platform lacks
 */
export function checkVolumes(
  label: string,
  tenant: string,
  settings: VolumeSettings,
  storage: Storage,
): void {
  const claims = [
    ...dataClaims(label, settings, storage),
    ...(settings.modelsVolume === undefined
      ? []
      : [modelsVolume(label, tenant, settings.modelsVolume, storage).claim]),
  ];
  const seen = new Set<string>();
  for (const { name } of claims) {
    checkLabel(`${label}: volume "${name}"`, name);
    if (seen.has(name)) {
      throw new UserError(
        `${label}: two volumes are called "${name}"; shared, private and models volumes have one name each`,
        "give one of them another name",
      );
    }
    seen.add(name);
  }
  const sizes = [
    ...(settings.sharedVolume === undefined ? [] : [settings.sharedVolume.sizeGiB ?? 1]),
    ...(settings.privateVolumes ?? []).map(({ sizeGiB }) => sizeGiB),
  ];
  if (sizes.some((size) => !Number.isFinite(size) || size <= 0)) {
    throw new UserError(`${label}: the size of a volume is a number of GiB, more than 0`);
  }
  const total = sizes.reduce((sum, size) => sum + size, settings.modelsVolume === undefined ? 0 : nominalGiB);
  const most = settings.quota?.storageGiB;
  if (most !== undefined && total > most) {
    throw new UserError(
      `${label}: its volumes ask for ${total} GiB together, its quota allows ${most} (quota.storageGiB)`,
      "raise the quota, or make the volumes smaller",
    );
  }
}
