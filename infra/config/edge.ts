import * as z from "zod";
import { domain } from "./values";

const zoneId = z
  .string()
  .regex(/^Z[A-Z0-9]{5,31}$/, "the id of a hosted zone, such as Z0123456789ABCDEFGHIJ");

const certificateArn = z
  .string()
  .regex(/^arn:aws(-[a-z]+)*:acm:[a-z0-9-]+:\d{12}:certificate\/[\w-]+$/, "the ARN of an ACM certificate");

const Cognito = z.strictObject({
  /** An Amazon Cognito user pool made here. */
  kind: z.literal("cognito"),
  /** How the sign-in page's name begins: <prefix>.auth.<region>.amazoncognito.com. Default: <cluster>-<account>. */
  domainPrefix: z
    .string()
    .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, "lower-case letters, digits and dashes")
    .refine((prefix) => !/aws|amazon|cognito/.test(prefix), "a prefix without aws, amazon or cognito in it")
    .optional(),
  /** Second factor by an authenticator app. Default: required. */
  multiFactor: z.enum(["required", "optional", "off"]).default("required"),
});

const Oidc = z.strictObject({
  /** An identity provider that is there already. */
  kind: z.literal("oidc"),
  /** Its issuer URL. */
  issuer: z.url({ protocol: /^https$/, error: "an https:// URL" }),
  /** Client id that the provider has given out for Kubeflow. */
  clientId: z.string().min(1),
  /** ARN of the Secrets Manager secret whose text is the client secret. */
  clientSecretArn: z
    .string()
    .regex(
      /^arn:aws(-[a-z]+)*:secretsmanager:[a-z0-9-]+:\d{12}:secret:.+$/,
      "the ARN of a Secrets Manager secret",
    ),
});

/** `kubeflow-infra:edge`: how people get in. The load balancer costs about 16 USD a month and 4 more a zone. */
export const EdgeConfig = z.strictObject({
  /** Where the dashboard is to be found. */
  domain,
  /** Route53 hosted zone. Default: a new one for the domain, to be delegated to by hand; 0.50 USD a month. */
  hostedZone: z
    .discriminatedUnion(
      "kind",
      [
        z.strictObject({
          /** A zone made here. */
          kind: z.literal("created"),
        }),
        z.strictObject({
          /** A zone that is there already. */
          kind: z.literal("existing"),
          /** Its id. */
          zoneId,
        }),
      ],
      "kind is one of created, existing",
    )
    .prefault({ kind: "created" }),
  /** Certificate in AWS Certificate Manager. Default: a new one for domain and *.domain, proven by DNS. */
  certificateArn: certificateArn.optional(),
  /**
   * A domain of their own for models, `<name>-<namespace>.<it>`, with what leads there: a certificate, a record of
   * `*.<it>`, the load balancer's and the gateway's hosts. Sign-on is the same. Default: models answer below `domain`.
   */
  models: z
    .strictObject({
      /** Where models answer; neither `domain` nor one above it. */
      domain,
      /** Id of the Route53 hosted zone with its records, one that is there already. Default: the zone of the edge. */
      zoneId: zoneId.optional(),
      /** Certificate for `*.<it>` in AWS Certificate Manager. Default: a new one, proven by DNS. */
      certificateArn: certificateArn.optional(),
    })
    .optional(),
  /** Who says who somebody is. */
  signOn: z.discriminatedUnion("kind", [Cognito, Oidc], "kind is one of cognito, oidc"),
  /** AWS WAF before the load balancer: managed rule groups and a rate limit. Default: true; about 9 USD a month. */
  waf: z.boolean().default(true),
});

/** See the schema of the same name. */
export type EdgeConfig = z.output<typeof EdgeConfig>;
