import * as eks from "@pulumi/aws/eks";
import * as pulumi from "@pulumi/pulumi";
import { CLUSTER_TAG, type Site } from "../site";
import { type AddonEntry, type AddonRoleArns, addonTable } from "./addon-table";
import type { AddonName } from "./addon-versions";
import type { AddonVersions } from "./resolve-addon-versions";

/** What {@link ClusterAddons} are made from. */
export interface ClusterAddonsArgs {
  /** Where they are. */
  readonly site: Site;
  /** Name of the cluster; an Output, so that the cluster comes before. */
  readonly clusterName: pulumi.Input<string>;
  /** Versions of all add-ons. */
  readonly versions: AddonVersions;
  /**
   * Roles for add-ons that call AWS; their trust is EKS Pod Identity's (pods.eks.amazonaws.com). The EFS driver is
   * installed where it has a role.
   */
  readonly roleArns: AddonRoleArns<pulumi.Input<string>>;
  /** Tags of the volumes that the EBS driver makes. */
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * EKS add-ons that run as pods: CoreDNS, Pod Identity, the CSI drivers, snapshots, metrics and node health. They cost
 * nothing but their share of the system nodes.
 *
 * EKS waits until an add-on's pods run, so the system nodes have to be there before: give them as `dependsOn`. The
 * order also holds the other way round when everything is destroyed.
 */
export class ClusterAddons extends pulumi.ComponentResource {
  /** The versions that are installed, known once the add-ons are active. */
  readonly installed: pulumi.Output<Record<string, string>>;

  constructor(name: string, args: ClusterAddonsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("kubeflow:infra:ClusterAddons", name, {}, opts);

    const made = new Map<AddonName, eks.Addon>();
    for (const entry of addonTable({
      efs: args.roleArns.efsCsi !== undefined,
      volumeTags: { ...args.tags, [CLUSTER_TAG]: args.site.clusterName },
    })) {
      const dependsOn = (entry.after ?? []).flatMap((before) => made.get(before) ?? []);
      const spec = addonSpec(entry, args);
      made.set(entry.addon, new eks.Addon(`${name}-${entry.addon}`, spec, { parent: this, dependsOn }));
    }
    this.installed = pulumi
      .all(
        [...made].map(([addon, { addonVersion }]) =>
          addonVersion.apply((version) => [addon, version] as const),
        ),
      )
      .apply((versions) => Object.fromEntries(versions));
    this.registerOutputs({ installed: this.installed });
  }
}

function addonSpec(
  { addon, configuration, identity }: AddonEntry,
  { site, clusterName, versions, roleArns }: ClusterAddonsArgs,
): eks.AddonArgs {
  const roleArn = identity === undefined ? undefined : roleArns[identity.role];
  return {
    clusterName,
    addonName: addon,
    addonVersion: versions[addon],
    // What is said here holds, over what is there already and over what somebody changed by hand.
    resolveConflictsOnCreate: "OVERWRITE",
    resolveConflictsOnUpdate: "OVERWRITE",
    ...(configuration === undefined ? {} : { configurationValues: JSON.stringify(configuration) }),
    ...(identity === undefined || roleArn === undefined
      ? {}
      : { podIdentityAssociations: [{ serviceAccount: identity.serviceAccount, roleArn }] }),
    tags: { Name: `${site.clusterName}-${addon}` },
  };
}
