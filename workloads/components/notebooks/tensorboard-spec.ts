import { UserError } from "../../../config/errors";
import type { PlatformOutputs } from "../../../contract";
import { needComponent } from "../../spec/component";
import { checkTenantPrefix } from "../../spec/tenant-prefix";
import { tenantAccount } from "../../spec/tenant";

/** What a TensorBoard shows, and as whom. */
export interface TensorBoardSpecArgs {
  /**
   * Where the logs are: `pvc://<claim>` or `pvc://<claim>/<folder>` on a volume of the tenant, or `s3://…` below the
   * tenant's prefix.
   */
  readonly logs: string;
  /**
   * That the platform's image of Tensorboards (`kubeflow-platform:notebooks.tensorboardImage`) reads S3 by EKS Pod
   * Identity. Logs on S3 are refused without it: the release's own, TensorFlow 2.5.1, is older than Pod Identity.
   * Default: false.
   */
  readonly imageKnowsPodIdentity?: boolean | undefined;
  /** Names of PodDefaults of the tenant's namespace that apply to it. Default: none. */
  readonly podDefaults?: readonly string[] | undefined;
}

type Platform = Pick<PlatformOutputs, "components" | "objectStorage">;

/** What is registered for a TensorBoard. */
export interface TensorBoardObjects {
  /** Labels of the Tensorboard, which the controller puts on its pod. */
  readonly labels: Readonly<Record<string, string>>;
  readonly spec: { readonly logspath: string };
  /** The `spec` of the PodDefault that gives its pod the tenant's account; absent where no account is needed. */
  readonly account?: object;
}

/**
 * What is registered for a TensorBoard.
 *
 * The controller (kubeflow 1.10, tensorboard_controller.go) takes a path and nothing else: its pods run as the
 * namespace's account `default`, which no role belongs to. Logs on S3 need the tenant's account, and a PodDefault puts
 * it into the pod. What is written without `pvc://` would silently be a path on a volume named `tb-volume`.
 *
 * @throws UserError where the logs can't be shown
 */
export function tensorBoardObjects(
  name: string,
  tenant: string,
  platform: Platform,
  args: TensorBoardSpecArgs,
): TensorBoardObjects {
  const owner = `TensorBoard "${name}"`;
  const { logs, podDefaults = [] } = args;
  needComponent(owner, "tensorboardController", platform, "which runs it");
  if (podDefaults.length > 0) {
    needComponent(owner, "admissionWebhook", platform, "which applies PodDefaults");
  }
  const labels = Object.fromEntries(podDefaults.map((label) => [label, "true"]));
  const claim = /^pvc:\/\/([a-z0-9][-a-z0-9.]*)(\/.*)?$/.exec(logs);
  if (claim !== null) {
    const folder = claim[2] ?? "";
    if (folder.split("/").includes("..")) {
      throw new UserError(`${owner}: ${logs} leads out of its volume`, "name a folder of it");
    }
    return { labels, spec: { logspath: logs } };
  }
  if (!logs.startsWith("s3://")) {
    throw new UserError(
      `${owner} can't show "${logs}": logs are on pvc://<claim>/<folder> or on s3:// below the tenant's prefix`,
      "write them there",
    );
  }
  checkTenantPrefix(owner, tenant, platform, logs);
  if (args.imageKnowsPodIdentity !== true) {
    throw new UserError(
      `${owner}: logs on S3 are read with EKS Pod Identity, which the release's image (TensorFlow 2.5.1) is too old for`,
      "set kubeflow-platform:notebooks.tensorboardImage to one that knows it and imageKnowsPodIdentity here, or mount the bucket as a volume and use pvc://",
    );
  }
  needComponent(owner, "admissionWebhook", platform, "which gives its pod the tenant's account");
  return {
    labels: { ...labels, [accountLabel(name)]: "true" },
    spec: { logspath: logs },
    account: {
      desc: `Lets ${owner} read S3`,
      selector: { matchLabels: { [accountLabel(name)]: "true" } },
      serviceAccountName: tenantAccount,
      env: regionOf(platform),
    },
  };
}

/** Name of the PodDefault with the account, and of the label that chooses it. */
export function accountLabel(name: string): string {
  return `${name}-tensorboard`;
}

function regionOf({ objectStorage }: Platform) {
  const region = objectStorage.kind === "s3" ? objectStorage.region : "";
  return ["AWS_DEFAULT_REGION", "AWS_REGION"].map((name) => ({ name, value: region }));
}
