import * as lambda from "@pulumi/aws/lambda";
import * as sns from "@pulumi/aws/sns";
import * as pulumi from "@pulumi/pulumi";
import type { AlertsConfig } from "../config/alerts";
import type { Site } from "../site";
import { alertTopicName } from "./names";
import { alertTopicPolicy } from "./policies";

/** What an {@link AlertTopic} is made from. */
export interface AlertTopicArgs {
  /** Where it is made, and how names begin. */
  readonly site: Site;
  /** `kubeflow-infra:alerts`. A topic that is there already is taken as it is. */
  readonly config: AlertsConfig;
  /** ARN of the KMS key of a topic that is made. */
  readonly dataKeyArn: pulumi.Input<string>;
}

type Created = Extract<AlertsConfig, { readonly kind: "created" }>;

/**
 * The topic that alerts of the platform go to, with whoever listens to it. It holds nothing: a message that was
 * delivered, or could not be, is gone. It costs what is sent.
 *
 * No subscriptions by URL: such a URL is a password most of the time, and here it would stand in a file that is
 * committed. Alertmanager's own receiver `webhook` reads its URL from Secrets Manager.
 */
export class AlertTopic extends pulumi.ComponentResource {
  /** ARN of the topic. */
  readonly topicArn: pulumi.Output<string>;
  /** ARN of the KMS key that encrypts it; undefined where it isn't encrypted. */
  readonly keyArn: pulumi.Output<string> | undefined;

  constructor(
    private readonly name: string,
    args: AlertTopicArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("kubeflow:infra:AlertTopic", name, {}, opts);
    const { site, config } = args;
    if (config.kind === "existing") {
      this.topicArn = pulumi.output(config.topicArn);
      this.keyArn = config.keyArn === undefined ? undefined : pulumi.output(config.keyArn);
    } else {
      const topic = this.make(args);
      this.topicArn = topic.arn;
      this.keyArn = pulumi.output(args.dataKeyArn);
      this.subscribe(topic, site, config);
    }
    this.registerOutputs({ topicArn: this.topicArn, keyArn: this.keyArn });
  }

  private make({ site, dataKeyArn }: AlertTopicArgs): sns.Topic {
    const name = alertTopicName(site);
    const topic = new sns.Topic(
      `${this.name}-topic`,
      {
        name,
        // Whom mail is from.
        displayName: site.clusterName,
        kmsMasterKeyId: dataKeyArn,
        tags: { Name: name },
      },
      { parent: this },
    );
    new sns.TopicPolicy(
      `${this.name}-topic-policy`,
      { arn: topic.arn, policy: JSON.stringify(alertTopicPolicy(site)) },
      { parent: this },
    );
    return topic;
  }

  private subscribe(topic: sns.Topic, site: Site, { notify, queueArns, functionArns }: Created): void {
    for (const address of notify) {
      this.subscription(topic, `mail-${address}`, "email", address);
    }
    for (const queue of queueArns) {
      this.subscription(topic, `queue-${lastPart(queue)}`, "sqs", queue);
    }
    for (const arn of functionArns) {
      const suffix = `function-${lastPart(arn)}`;
      const permission = new lambda.Permission(
        `${this.name}-${suffix}`,
        {
          function: arn,
          statementId: alertTopicName(site),
          action: "lambda:InvokeFunction",
          principal: "sns.amazonaws.com",
          sourceArn: topic.arn,
        },
        { parent: this },
      );
      this.subscription(topic, suffix, "lambda", arn, [permission]);
    }
  }

  private subscription(
    topic: sns.Topic,
    suffix: string,
    protocol: "email" | "sqs" | "lambda",
    endpoint: string,
    dependsOn: pulumi.Resource[] = [],
  ): void {
    new sns.TopicSubscription(
      `${this.name}-${suffix}`,
      { topic: topic.arn, protocol, endpoint },
      { parent: this, dependsOn },
    );
  }
}

/** The name at the end of an ARN. */
function lastPart(arn: string): string {
  return arn.slice(arn.lastIndexOf(":") + 1);
}
