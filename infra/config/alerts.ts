import * as z from "zod";
import { kmsKeyArn } from "./values";

const differing = [
  (all: readonly string[]) => new Set(all).size === all.length,
  "each of them once: one is named twice",
] as const;

const Created = z.strictObject({
  /**
   * An SNS topic made here, `<cluster>-alerts`, encrypted with the environment's data key. Only Alertmanager's role may
   * publish to it. Required. Costs nothing by itself: 0.50 USD a million messages beyond the first.
   */
  kind: z.literal("created"),
  /**
   * E-mail addresses that alerts are sent to. Each gets a mail that asks to confirm, and nothing before somebody does.
   * Costs 2 USD for 100,000 mails beyond the first thousand of a month. Default: none.
   */
  notify: z
    .array(z.email("an e-mail address"))
    .refine(...differing)
    .default([]),
  /**
   * ARNs of SQS queues of this account and region that alerts are put into. A queue's own policy must let
   * sns.amazonaws.com send to it, and where a key of KMS encrypts it, the key's policy use that key. Costs nothing.
   * Default: none.
   */
  queueArns: z
    .array(
      z
        .string()
        .regex(
          /^arn:aws(-[a-z]+)*:sqs:[a-z0-9-]+:\d{12}:[\w-]{1,80}$/,
          "the ARN of an SQS queue that is not FIFO: the topic isn't either",
        ),
    )
    .refine(...differing)
    .default([]),
  /**
   * ARNs of Lambda functions of this account and region that are called with each alert; the permission to call them is
   * made here. Costs nothing beside their running. Default: none.
   */
  functionArns: z
    .array(
      z
        .string()
        .regex(
          /^arn:aws(-[a-z]+)*:lambda:[a-z0-9-]+:\d{12}:function:[\w-]{1,64}$/,
          "the ARN of a Lambda function, without a version",
        ),
    )
    .refine(...differing)
    .default([]),
});

const topicShape = "the ARN of an SNS topic, such as arn:aws:sns:us-west-2:111122223333:alerts";

const Existing = z.strictObject({
  /** An SNS topic that is there already; its own policy stays as it is. Required. */
  kind: z.literal("existing"),
  /**
   * Its ARN. It may be in another region, and in another account where its policy lets this account's role
   * `<cluster>-alertmanager` publish. Required.
   */
  topicArn: z
    .string(topicShape)
    .regex(/^arn:aws(-[a-z]+)*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}(\.fifo)?$/, topicShape),
  /**
   * ARN of the KMS key that encrypts it; its policy must let IAM of this account decide. Default: none, a topic without
   * encryption. One that SNS' own key encrypts (alias/aws/sns) can't be published to by a role of another account.
   */
  keyArn: kmsKeyArn.optional(),
});

/** `kubeflow-infra:alerts`: the SNS topic that alerts of the platform go to, and Alertmanager's role for it. */
export const AlertsConfig = z.discriminatedUnion(
  "kind",
  [Created, Existing],
  "kind is one of created, existing",
);

/** See the schema of the same name. */
export type AlertsConfig = z.output<typeof AlertsConfig>;
