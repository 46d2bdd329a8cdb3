import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as sqs from "@pulumi/aws/sqs";
import * as pulumi from "@pulumi/pulumi";
import type { Site } from "../site";
import { INTERRUPTION_EVENTS, interruptionRuleName } from "./interruption-events";
import { interruptionQueueName } from "./names";
import { interruptionQueuePolicy } from "./node-policies";

/** What an {@link InterruptionQueue} is made from. */
export interface InterruptionQueueArgs {
  /** Where, and how names begin. */
  readonly site: Site;
}

/**
 * A queue from which Karpenter learns that EC2 is about to take a node away, and the EventBridge rules that fill it.
 */
export class InterruptionQueue extends pulumi.ComponentResource {
  /** The queue's name. */
  readonly name: pulumi.Output<string>;

  constructor(name: string, { site }: InterruptionQueueArgs, opts?: pulumi.ComponentResourceOptions) {
    super("kubeflow:infra:InterruptionQueue", name, {}, opts);

    const queue = this.makeQueue(name, site);
    for (const [event, { description, source, detailType }] of Object.entries(INTERRUPTION_EVENTS)) {
      const ruleName = interruptionRuleName(site.clusterName, event);
      const rule = new cloudwatch.EventRule(
        `${name}-${event}`,
        {
          name: ruleName,
          description,
          eventPattern: JSON.stringify({ source: [source], "detail-type": [detailType] }),
          tags: { Name: ruleName },
        },
        { parent: this },
      );
      new cloudwatch.EventTarget(
        `${name}-${event}`,
        { rule: rule.name, targetId: "karpenter", arn: queue.arn },
        { parent: this },
      );
    }
    this.name = queue.name;
    this.registerOutputs({ name: this.name });
  }

  /**
   * SQS' own key encrypts it: a KMS key would have to be opened to EventBridge, for messages that hold instance ids
   * and live for five minutes (300 s is what Karpenter's documentation gives them: later they are of no use).
   */
  private makeQueue(name: string, site: Site): sqs.Queue {
    const queue = new sqs.Queue(
      `${name}-queue`,
      {
        name: interruptionQueueName(site),
        messageRetentionSeconds: 300,
        sqsManagedSseEnabled: true,
        tags: { Name: interruptionQueueName(site) },
      },
      { parent: this },
    );
    const rules = Object.keys(INTERRUPTION_EVENTS).map((event) =>
      interruptionRuleName(site.clusterName, event),
    );
    new sqs.QueuePolicy(
      `${name}-queue-policy`,
      { queueUrl: queue.url, policy: JSON.stringify(interruptionQueuePolicy(site, rules)) },
      { parent: this },
    );
    return queue;
  }
}
