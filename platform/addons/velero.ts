import type { Context } from "../part";
import type { Addon } from "./addon";
import { charts } from "./charts";
import { chartImage } from "./images";
import { namespaceOf } from "./namespaces";
import { priorityClass, type Resources, resources, restrictedContainer } from "./pods";
import { backupSchedules, type Schedule } from "./velero-schedules";

const namespace = "velero";

/** A container that copies a plugin into Velero's folder of plugins. */
interface Plugin {
  readonly name: string;
  readonly image: string;
  readonly securityContext: typeof restrictedContainer;
  readonly resources: Resources;
  readonly volumeMounts: readonly { readonly mountPath: string; readonly name: string }[];
}

/** What is set of the chart's values. */
interface VeleroValues {
  readonly image: { readonly repository: string; readonly tag: string };
  readonly initContainers: readonly Plugin[];
  readonly resources: Resources;
  readonly priorityClassName: string;
  readonly podSecurityContext: { readonly runAsUser: number; readonly fsGroup: number };
  readonly containerSecurityContext: typeof restrictedContainer;
  readonly upgradeCRDs: boolean;
  readonly credentials: { readonly useSecret: boolean };
  readonly configuration: {
    readonly backupStorageLocation: readonly {
      readonly name: string;
      readonly provider: "aws";
      readonly bucket: string;
      readonly default: boolean;
      readonly config: Readonly<Record<string, string>>;
    }[];
    readonly volumeSnapshotLocation: readonly {
      readonly name: string;
      readonly provider: "aws";
      readonly config: Readonly<Record<string, string>>;
    }[];
    readonly extraEnvVars: readonly { readonly name: string; readonly value: string }[];
  };
  readonly schedules: Readonly<Record<string, Schedule>>;
  readonly metrics: { readonly serviceMonitor: { readonly enabled: boolean } };
}

/** The user of Velero's image, which names it, and of its plugin's, which has the number: by their Dockerfiles. */
const user = 65532;

/** Velero: copies the cluster's objects to the backups bucket and takes snapshots of tenants' volumes. */
export const velero: Addon = {
  name: "velero",
  title: "Velero",
  chart: charts.velero,
  namespace,
  requires: [],
  after: ["karpenter", "prometheus"],
  enabledByDefault: ({ infra }) => infra.aws !== undefined,
  defaultText: "on AWS",
  additions: () => [namespaceOf(namespace, "restricted")],
  values: veleroValues,
};

function veleroValues(context: Context): VeleroValues {
  const { infra, config } = context;
  const image = chartImage(context, "docker.io/velero/velero:v1.18.1");
  const region = infra.aws?.region ?? "";
  return {
    image: { repository: image.name, tag: image.pinnedTag },
    initContainers: [awsPlugin(context)],
    resources: resources("100m", "256Mi", "1Gi"),
    priorityClassName: priorityClass(context, "kubeflow-platform"),
    podSecurityContext: { runAsUser: user, fsGroup: user },
    containerSecurityContext: restrictedContainer,
    // Its definitions are installed by this program; the chart's job would need an image of kubectl.
    upgradeCRDs: false,
    credentials: { useSecret: false },
    configuration: {
      backupStorageLocation: [
        {
          name: "default",
          provider: "aws",
          bucket: infra.aws?.buckets.backups ?? "",
          default: true,
          config: { region, kmsKeyId: infra.aws?.dataKeyArn ?? "" },
        },
      ],
      volumeSnapshotLocation: [{ name: "default", provider: "aws", config: { region } }],
      // With it a restored volume is marked as this cluster's, which its role requires (infra/identity/policies/velero.ts).
      extraEnvVars: [{ name: "AWS_CLUSTER_NAME", value: infra.cluster.name }],
    },
    schedules: backupSchedules(config.backups),
    metrics: { serviceMonitor: { enabled: context.has("prometheus") } },
  };
}

/**
 * The plugin for S3 and EBS.
 *
 * Each of its minor versions goes with one of Velero's (README.md of vmware-tanzu/velero-plugin-for-aws,
 * "Compatibility"): 1.14, which is built against Velero 1.18 by its go.mod, with 1.18.
 */
function awsPlugin(context: Context): Plugin {
  const { name, pinnedTag } = chartImage(context, "docker.io/velero/velero-plugin-for-aws:v1.14.2");
  return {
    name: "velero-plugin-for-aws",
    image: `${name}:${pinnedTag}`,
    securityContext: restrictedContainer,
    resources: resources("10m", "64Mi", "128Mi"),
    volumeMounts: [{ mountPath: "/target", name: "plugins" }],
  };
}
