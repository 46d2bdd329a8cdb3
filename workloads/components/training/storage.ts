import { UserError } from "../../../config/errors";
import type { PlatformOutputs } from "../../../contract";
import { gibibytes } from "../../spec/quantity";
import { checkTenantPrefix, tenantFolders } from "../../spec/tenant-prefix";
import type { Checkpoints, TrainingData, TrainingStorageArgs } from "./training-args";
import { tenantAccount } from "../../spec/tenant";

/** Where the volume with checkpoints is mounted. */
const checkpointFolder = "/mnt/checkpoints";

/** Where FSx for Lustre is mounted. */
const dataFolder = "/mnt/data";

/** Size of a volume for checkpoints in GiB, where none is said. */
const usualGiB = 10;

/** What a volume of FSx for Lustre says it has room for, in GiB; nothing looks at it. */
const nominalGiB = 1200;

/** A volume claim of one run, and the volume that is made for it where no class makes one. */
export interface RunVolume {
  /** What it is for; the last part of its name. */
  readonly use: "checkpoints" | "data";
  /** Name of the claim. */
  readonly claim: string;
  /** `spec` of the PersistentVolumeClaim. */
  readonly spec: {
    readonly accessModes: string[];
    readonly resources: { readonly requests: { readonly storage: string } };
    readonly storageClassName: string;
    readonly volumeName?: string;
  };
  /** The PersistentVolume, without metadata but its name. */
  readonly volume?: { readonly name: string; readonly spec: LustreVolume };
}

/** `spec` of a PersistentVolume on FSx for Lustre. */
type LustreVolume = ReturnType<typeof lustreVolume>;

/** A mount of a container. */
export interface Mount {
  readonly name: string;
  readonly mountPath: string;
  readonly subPath?: string;
  readonly readOnly?: boolean;
}

/** What a run's pods need of storage. */
export interface TrainingStorage {
  /** Environment variables that say where it is. */
  readonly variables: Readonly<Record<string, string>>;
  /** Volumes of a pod. */
  readonly volumes: readonly {
    name: string;
    persistentVolumeClaim: { claimName: string; readOnly?: true };
  }[];
  /** Mounts of the container that trains. */
  readonly mounts: readonly Mount[];
  /** The service account, where one has rights that are needed. */
  readonly account?: string;
  /** Claims to make before the run. */
  readonly claims: readonly RunVolume[];
}

/** The run that storage is for. */
export interface RunPlace {
  /** Name of the run: of the object that is made. */
  readonly run: string;
  /** Plain name of its tenant. */
  readonly tenant: string;
  /** Pods that mount it. */
  readonly pods: number;
}

/**
 * Works out where checkpoints and data of a run are.
 *
 * @param owner who asks, for messages: `TrainJob "name"`
 * @throws UserError where an address is outside of the tenant's prefix, or the platform has no storage of the kind
 */
export function trainingStorage(
  owner: string,
  place: RunPlace,
  { checkpoints, data }: TrainingStorageArgs,
  platform: PlatformOutputs,
): TrainingStorage {
  const parts = [
    ...(checkpoints === undefined ? [] : [checkpointStorage(owner, place, checkpoints, platform)]),
    ...(data === undefined ? [] : [dataStorage(owner, place, data, platform)]),
  ];
  const account = parts.map((part) => part.account).find((name) => name !== undefined);
  return {
    variables: Object.fromEntries(parts.flatMap(({ variables }) => Object.entries(variables))),
    volumes: parts.flatMap(({ volumes }) => volumes),
    mounts: parts.flatMap(({ mounts }) => mounts),
    claims: parts.flatMap(({ claims }) => claims),
    ...(account === undefined ? {} : { account }),
  };
}

function checkpointStorage(
  owner: string,
  place: RunPlace,
  checkpoints: Checkpoints,
  platform: PlatformOutputs,
): TrainingStorage {
  const { tenant, run } = place;
  if (checkpoints !== true && "uri" in checkpoints) {
    return onS3(owner, tenant, platform, "CHECKPOINT_URI", checkpoints.uri);
  }
  const folders = tenantFolders(tenant, platform);
  if (folders !== undefined) {
    const uri = `${folders.artifacts}checkpoints/${run}/`;
    return onS3(owner, tenant, platform, "CHECKPOINT_URI", uri);
  }
  const sizeGiB = checkpoints === true ? usualGiB : checkpoints.sizeGiB;
  if (!(sizeGiB > 0)) {
    throw new UserError(`${owner}: checkpoints.sizeGiB is ${sizeGiB}`, "give a size above 0");
  }
  const claim = `${run}-checkpoints`;
  return {
    variables: { CHECKPOINT_URI: checkpointFolder },
    volumes: [{ name: "checkpoints", persistentVolumeClaim: { claimName: claim } }],
    mounts: [{ name: "checkpoints", mountPath: checkpointFolder }],
    claims: [
      {
        use: "checkpoints",
        claim,
        spec: {
          accessModes: [place.pods > 1 ? "ReadWriteMany" : "ReadWriteOnce"],
          resources: { requests: { storage: gibibytes(sizeGiB) } },
          storageClassName: checkpointClass(owner, place.pods, platform),
        },
      },
    ],
  };
}

/** A simulated cluster takes any class: nothing is written there. */
function checkpointClass(
  owner: string,
  pods: number,
  { storageClasses: { block, shared }, cluster }: PlatformOutputs,
): string {
  if (pods === 1) {
    return block;
  }
  if (shared === undefined && !cluster.simulated) {
    throw new UserError(
      `${owner}: ${pods} pods keep checkpoints together, and the platform has neither S3 nor a shared file system (storageClasses.shared)`,
      "train on one node, leave checkpoints out, or give the platform S3 or EFS",
    );
  }
  return shared ?? block;
}

function dataStorage(
  owner: string,
  { tenant, run }: RunPlace,
  data: TrainingData,
  platform: PlatformOutputs,
): TrainingStorage {
  if ("s3" in data) {
    return onS3(owner, tenant, platform, "DATA_URI", data.s3);
  }
  const lustre = platform.aws?.fileSystems.lustre;
  if (lustre === undefined) {
    throw new UserError(
      `${owner} reads its data from FSx for Lustre, and the platform has none`,
      "set kubeflow-infra:sharedStorage.lustre, or read them from S3: data.s3",
    );
  }
  if (data.lustre.startsWith("/") || data.lustre.split("/").some((part) => part === "." || part === "..")) {
    throw new UserError(
      `${owner}: data.lustre is "${data.lustre}"`,
      `name a folder below the tenant's own, such as images/v1 for artifacts/${tenant}/images/v1`,
    );
  }
  const folder = ["artifacts", tenant, ...data.lustre.split("/")].filter((part) => part !== "").join("/");
  const claim = `${run}-data`;
  const name = `lustre-${tenant}-${run}`;
  return {
    variables: { DATA_URI: dataFolder },
    volumes: [{ name: "data", persistentVolumeClaim: { claimName: claim, readOnly: true } }],
    // The file system shows the artifacts of all tenants: a pod sees its tenant's.
    mounts: [{ name: "data", mountPath: dataFolder, subPath: folder, readOnly: true }],
    claims: [
      {
        use: "data",
        claim,
        spec: {
          accessModes: ["ReadOnlyMany"],
          resources: { requests: { storage: gibibytes(nominalGiB) } },
          // None: no class makes it, it is bound to the volume by name.
          storageClassName: "",
          volumeName: name,
        },
        volume: { name, spec: lustreVolume(lustre, tenant, claim) },
      },
    ],
  };
}

/** Static provisioning as docs of kubernetes-sigs/aws-fsx-csi-driver have it; the volume names who may claim it. */
function lustreVolume(
  lustre: { readonly id: string; readonly dnsName: string; readonly mountName: string },
  tenant: string,
  claim: string,
) {
  return {
    capacity: { storage: gibibytes(nominalGiB) },
    accessModes: ["ReadOnlyMany"],
    claimRef: { apiVersion: "v1", kind: "PersistentVolumeClaim", name: claim, namespace: tenant },
    csi: {
      driver: "fsx.csi.aws.com",
      volumeHandle: lustre.id,
      volumeAttributes: { dnsname: lustre.dnsName, mountname: lustre.mountName },
    },
    mountOptions: ["flock"],
    persistentVolumeReclaimPolicy: "Retain",
    storageClassName: "",
  };
}

function onS3(
  owner: string,
  tenant: string,
  platform: PlatformOutputs,
  variable: string,
  uri: string,
): TrainingStorage {
  checkTenantPrefix(owner, tenant, platform, uri);
  const region = platform.objectStorage.kind === "s3" ? platform.objectStorage.region : "";
  return {
    variables: { [variable]: uri, AWS_DEFAULT_REGION: region, AWS_REGION: region },
    volumes: [],
    mounts: [],
    claims: [],
    account: tenantAccount,
  };
}
