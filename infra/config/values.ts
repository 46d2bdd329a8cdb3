import * as z from "zod";

/** Kinds of values that several keys of infra's configuration share, each with the message of what is allowed. */

/** A name that AWS accepts in ARNs, DNS labels and Kubernetes alike. */
export const name = z
  .string()
  .regex(/^[a-z]([a-z0-9-]*[a-z0-9])?$/, "lower-case letters, digits and dashes, beginning with a letter");

/** An IPv4 network such as 10.0.0.0/16, written with its network address. */
export const cidr = z
  .string()
  .regex(
    /^(25[0-5]|2[0-4]\d|1?\d?\d)(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}\/(3[0-2]|[12]?\d)$/,
    "an IPv4 network such as 10.0.0.0/16",
  );

/** ARN of an IAM role of any partition. */
export const roleArn = z
  .string()
  .regex(
    /^arn:aws(-[a-z]+)*:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/,
    "the ARN of an IAM role, such as arn:aws:iam::111122223333:role/admin",
  );

/** ARN of a KMS key (not of an alias). */
export const kmsKeyArn = z
  .string()
  .regex(/^arn:aws(-[a-z]+)*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/, "the ARN of a KMS key, not of an alias");

/** EC2 instance type. */
export const instanceType = z
  .string()
  .regex(/^[a-z0-9-]+\.[a-z0-9-]+$/, "an EC2 instance type such as g6.xlarge");

/** A number without a fraction, for limits of a key's own. */
export const integer = z.int("a whole number");

/** A count or a size. */
export const whole = integer.nonnegative("zero or more");

/** A count or a size that must not be zero. */
export const positive = integer.positive("one or more");

/** A DNS name without a trailing dot. */
export const domain = z
  .string()
  .regex(
    /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/,
    "a DNS name in lower case, such as kubeflow.example.com",
  );

/** How many days something is kept. */
export const days = z.int("a whole number of days").positive("one day or more");

/** CloudWatch Logs keeps log events for one of these numbers of days. */
export const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** Retention of a log group. */
export const logRetention = z.union(
  LOG_RETENTION_DAYS.map((number) => z.literal(number)),
  `days that CloudWatch Logs knows: ${LOG_RETENTION_DAYS.join(", ")}`,
);
