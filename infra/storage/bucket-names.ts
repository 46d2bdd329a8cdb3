import type { Site } from "../site";
import type { ObjectStorageConfig } from "../config/storage";
import type { Mistake } from "../mistake";

/** The buckets of an environment. */
export const BUCKETS = ["artifacts", "models", "logs", "backups"] as const;

/** One of {@link BUCKETS}. */
export type Bucket = (typeof BUCKETS)[number];

/** Names of the buckets by what they hold. */
export type BucketNames = Readonly<Record<Bucket, string>>;

/** Names are 3 to 63 characters long (S3 User Guide, "General purpose bucket naming rules"). */
export const MAX_BUCKET_NAME = 63;
const MIN_BUCKET_NAME = 3;

/** Beginnings and ends that S3 keeps for itself, as that page lists them. */
const RESERVED_PREFIXES = ["xn--", "sthree-", "amzn-s3-demo-"] as const;
const RESERVED_SUFFIXES = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3", "-an"] as const;

/**
 * The buckets' names: known before anything is made, so that policies can name them as plain text.
 *
 * Account and region are in the default because names are unique in the whole partition, over all accounts.
 */
export function bucketNames(site: Site, config: Pick<ObjectStorageConfig, "bucketPrefix">): BucketNames {
  const prefix = config.bucketPrefix ?? `${site.clusterName}-${site.accountId}-${site.region}`;
  return {
    artifacts: `${prefix}-artifacts`,
    models: `${prefix}-models`,
    logs: `${prefix}-logs`,
    backups: `${prefix}-backups`,
  };
}

/** ARN of a bucket: without region and account, since its name is unique in the partition. */
export function bucketArn(site: Pick<Site, "partition">, bucket: string): string {
  return `arn:${site.partition}:s3:::${bucket}`;
}

/**
 * What S3 has against a bucket's name; empty where nothing.
 *
 * Dots are refused although S3 takes them: its certificate does not cover `<a.b>.s3.<region>.amazonaws.com`, and
 * these buckets are reached by TLS only.
 */
export function bucketNameProblems(bucket: string): string[] {
  const problems: string[] = [];
  if (bucket.length < MIN_BUCKET_NAME || bucket.length > MAX_BUCKET_NAME) {
    problems.push(`has ${bucket.length} characters; S3 allows ${MIN_BUCKET_NAME} to ${MAX_BUCKET_NAME}`);
  }
  if (!/^[a-z0-9-]*$/.test(bucket)) {
    problems.push("has other characters than lower-case letters, digits and dashes");
  }
  if (bucket.startsWith("-") || bucket.endsWith("-")) {
    problems.push("begins or ends with a dash");
  }
  for (const prefix of RESERVED_PREFIXES.filter((one) => bucket.startsWith(one))) {
    problems.push(`begins with ${prefix}, which S3 keeps for itself`);
  }
  for (const suffix of RESERVED_SUFFIXES.filter((one) => bucket.endsWith(one))) {
    problems.push(`ends with ${suffix}, which S3 keeps for itself`);
  }
  return problems;
}

/** How long a prefix may be, so that S3 takes the longest of the names. */
export const MAX_BUCKET_PREFIX = MAX_BUCKET_NAME - "-artifacts".length;

/** A prefix with which S3 would refuse the buckets' names, with the way out. */
export function bucketNameMistakes(site: Site, config: Pick<ObjectStorageConfig, "bucketPrefix">): Mistake[] {
  const shorter =
    config.bucketPrefix === undefined
      ? `give the cluster a shorter name, or set objectStorage.bucketPrefix to ${MAX_BUCKET_PREFIX} characters or fewer`
      : `${MAX_BUCKET_PREFIX} characters or fewer are allowed: lower-case letters, digits and dashes`;
  // The names differ in their ends only, none of which is reserved: what is wrong with the longest is all there is.
  const { artifacts } = bucketNames(site, config);
  return bucketNameProblems(artifacts).map((problem) => ({
    path: ["objectStorage", "bucketPrefix"],
    message: `the bucket ${artifacts} ${problem}; ${shorter}`,
  }));
}
