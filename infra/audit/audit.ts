import * as cloudtrail from "@pulumi/aws/cloudtrail";
import * as guardduty from "@pulumi/aws/guardduty";
import * as pulumi from "@pulumi/pulumi";
import type { AuditConfig } from "../config/operations";
import type { Site } from "../site";
import { dataEventSelectors, TRAIL_PREFIX, trailName } from "./data-events";
import { DETECTOR_FEATURES } from "./detector-features";

/** What an {@link Audit} is made from. */
export interface AuditArgs {
  readonly site: Site;
  /** `kubeflow-infra:audit`. */
  readonly config: AuditConfig;
  /** Names of the environment's buckets, by what they hold. */
  readonly buckets: Readonly<Record<string, string>>;
  /** Name of the one among them that the trail writes to; its own events are not recorded. */
  readonly logsBucket: string;
  /** KMS key of the trail's files; its policy has to let CloudTrail in. */
  readonly dataKeyArn: pulumi.Input<string>;
  /**
   * What has to be there first and goes last. For the trail: the policies of the logs bucket and of the key, since
   * CloudTrail tries them at once. For GuardDuty: network and cluster, see {@link Audit}. Default: nothing.
   */
  readonly after?: readonly pulumi.Resource[];
}

/**
 * Who did what: GuardDuty for the cluster, and CloudTrail for the objects in the buckets. Each only where asked for.
 *
 * GuardDuty watches a whole account and region, so an account that has a detector already must leave it out here.
 * For its agent GuardDuty makes a VPC endpoint and a security group that no program knows of, and removes them only
 * once runtime monitoring is off (GuardDuty user guide, "Using Infrastructure as Code with GuardDuty automated security
 * agents"); until then the VPC can't be deleted. That is why the detector is made after network and cluster: `destroy`
 * takes it away before them.
 */
export class Audit extends pulumi.ComponentResource {
  constructor(name: string, args: AuditArgs, opts?: pulumi.ComponentResourceOptions) {
    super("kubeflow:infra:Audit", name, {}, opts);
    if (args.config.guardDuty) {
      this.watchCluster(name, args);
    }
    if (args.config.s3DataEvents) {
      this.recordObjects(name, args);
    }
    this.registerOutputs({});
  }

  private watchCluster(name: string, { site, after = [] }: AuditArgs) {
    const detector = new guardduty.Detector(
      `${name}-detector`,
      { enable: true, findingPublishingFrequency: "FIFTEEN_MINUTES", tags: { Name: site.clusterName } },
      { parent: this, dependsOn: [...after] },
    );
    // One after the other: each of them is a change of the same detector.
    const made: pulumi.Resource[] = [];
    for (const { key, name: feature, additionalConfigurations } of DETECTOR_FEATURES) {
      made.push(
        new guardduty.DetectorFeature(
          `${name}-${key}`,
          {
            detectorId: detector.id,
            name: feature,
            status: "ENABLED",
            ...(additionalConfigurations === undefined
              ? {}
              : { additionalConfigurations: [...additionalConfigurations] }),
          },
          { parent: this, dependsOn: [...made] },
        ),
      );
    }
  }

  private recordObjects(name: string, { site, buckets, logsBucket, dataKeyArn, after = [] }: AuditArgs) {
    new cloudtrail.Trail(
      `${name}-trail`,
      {
        name: trailName(site),
        s3BucketName: logsBucket,
        s3KeyPrefix: TRAIL_PREFIX,
        kmsKeyId: dataKeyArn,
        enableLogFileValidation: true,
        // Only objects of buckets in this region; an account's API calls are for the account's own trail.
        isMultiRegionTrail: false,
        includeGlobalServiceEvents: false,
        advancedEventSelectors: dataEventSelectors(site, Object.values(buckets), logsBucket),
        tags: { Name: trailName(site) },
      },
      { parent: this, dependsOn: [...after] },
    );
  }
}
