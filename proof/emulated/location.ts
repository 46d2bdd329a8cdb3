import { BucketLocationConstraint } from "@aws-sdk/client-s3";

/** A region as S3's API wants it at the making of a bucket: us-east-1 is the one that must not be named. */
export function locationOf(region: string): BucketLocationConstraint | undefined {
  const known = Object.values(BucketLocationConstraint).find((name) => name === region);
  if (known === undefined && region !== "us-east-1") {
    throw new Error(`the SDK does not know ${region}`);
  }
  return known;
}
