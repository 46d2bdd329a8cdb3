import { arnOf, type Site } from "../site";

/** Where the trail's files lie in the logs bucket: `cloudtrail/AWSLogs/<account>/CloudTrail/…`. */
export const TRAIL_PREFIX = "cloudtrail";

/** Name of the trail. The bucket policy and the key policy let the trail of this name in, and no other. */
export function trailName(site: Site): string {
  return `${site.clusterName}-data-events`;
}

/** ARN of the trail, known before it is made: what `aws:SourceArn` has to be in those policies. */
export function trailArn(site: Site): string {
  return arnOf(site, "cloudtrail", `trail/${trailName(site)}`);
}

/** One of a trail's advanced event selectors, as aws.cloudtrail.Trail takes it. */
export interface EventSelector {
  readonly name: string;
  readonly fieldSelectors: { field: string; equals?: string[]; startsWiths?: string[] }[];
}

/**
 * What the trail records: reading, writing and deleting of each object in the buckets.
 *
 * The bucket that the trail writes to is left out, for every delivered file would be an event, which would be
 * delivered in a file (CloudTrail user guide, "Suppressing recursive events").
 *
 * @param buckets names of the environment's buckets
 * @param logsBucket name of the bucket that the trail writes to
 */
export function dataEventSelectors(
  site: Pick<Site, "partition">,
  buckets: readonly string[],
  logsBucket: string,
): EventSelector[] {
  const recorded = buckets.filter((bucket) => bucket !== logsBucket);
  return [
    {
      name: "objects of the environment's buckets",
      fieldSelectors: [
        { field: "eventCategory", equals: ["Data"] },
        { field: "resources.type", equals: ["AWS::S3::Object"] },
        {
          field: "resources.ARN",
          startsWiths: recorded.map((bucket) => `arn:${site.partition}:s3:::${bucket}/`),
        },
      ],
    },
  ];
}
