import assert from "node:assert/strict";
import {
  CreateTopicCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListTagsForResourceCommand,
  PublishCommand,
  SetTopicAttributesCommand,
  SubscribeCommand,
} from "@aws-sdk/client-sns";
import { CreateQueueCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import * as z from "zod";
import type { During, Proof } from "../fixture";
import { type InfraInventory, infraInventory, inputsOf, PolicyText, Tags } from "../inventory";
import { documentOf, tagList } from "../plain";
import { serviceMay } from "../simulate";

const Topic = z.strictObject({
  displayName: z.string(),
  kmsMasterKeyId: z.string(),
  name: z.string(),
  tags: Tags,
});

const TopicPolicy = z.strictObject({ arn: z.string(), policy: PolicyText });

const Subscription = z
  .strictObject({ endpoint: z.string(), protocol: z.string(), topic: z.string() })
  .transform(({ endpoint: Endpoint, protocol: Protocol, topic: TopicArn }) => ({
    Endpoint,
    Protocol,
    TopicArn,
  }));

const QUEUE = "incidents";

/** The topic of alerts with everybody who can listen; not every environment's file has one. */
export function provesAlerts(during: During<Proof>): void {
  let inventory: InfraInventory;

  before(async () => {
    const { environment, region, accountId } = during().inventory;
    const arn = (service: string, name: string) => `arn:aws:${service}:${region}:${accountId}:${name}`;
    inventory = await infraInventory(environment, {
      "kubeflow-infra:alerts": JSON.stringify({
        kind: "created",
        notify: ["ml-platform@example.com"],
        queueArns: [arn("sqs", QUEUE)],
        functionArns: [arn("lambda", "function:pager")],
      }),
    });
  });

  const topic = () => only(inputsOf(inventory, "aws:sns/topic:Topic", Topic));
  const policy = () => only(inputsOf(inventory, "aws:sns/topicPolicy:TopicPolicy", TopicPolicy));
  const subscriptions = () => [
    ...inputsOf(inventory, "aws:sns/topicSubscription:TopicSubscription", Subscription).values(),
  ];

  it("have a topic with the ARN that its policy speaks of, encrypted with the data key", async () => {
    const { sns } = during().clients;
    const { name: Name, displayName: DisplayName, kmsMasterKeyId: KmsMasterKeyId, tags } = topic();
    // The API reference of CreateTopic.
    assert.match(Name, /^[\w-]{1,256}$/);
    const Attributes = { DisplayName, KmsMasterKeyId };
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name, Attributes, Tags: tagList(tags) }));
    assert.equal(TopicArn, policy().arn);
    const read = await attributesOf(during(), policy().arn);
    assert.deepEqual({ ...Attributes, ...read }, read);
    const { Tags: given } = await sns.send(new ListTagsForResourceCommand({ ResourceArn: TopicArn }));
    assert.deepEqual(given, tagList(tags));
  });

  it("have the policy of the inventory, which lets no service of AWS publish", async () => {
    const { arn: TopicArn, policy: AttributeValue } = policy();
    await during().clients.sns.send(
      new SetTopicAttributesCommand({ TopicArn, AttributeName: "Policy", AttributeValue }),
    );
    const { Policy = "" } = await attributesOf(during(), TopicArn);
    assert.deepEqual(documentOf(Policy), documentOf(AttributeValue));
    for (const service of ["cloudwatch.amazonaws.com", "events.amazonaws.com", "budgets.amazonaws.com"]) {
      const { accountId } = inventory;
      const context = { "aws:SourceAccount": accountId };
      const request = { service, action: "sns:Publish", resource: TopicArn, accountId, context };
      assert.equal(await serviceMay({ ...request, policy: Policy }), false, service);
    }
  });

  it("have everybody listening who is named, by the protocol of each", async () => {
    const { sns, sqs } = during().clients;
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: QUEUE }));
    const TopicArn = policy().arn;
    const alert = { TopicArn, Subject: "[FIRING] KubeflowQuotaFull team", Message: "An alert." };
    // Functions last: the emulator calls one with what is published, and there is none to call.
    for (const subscription of subscriptions().toSorted(byFunction)) {
      await sns.send(new SubscribeCommand(subscription));
      if (subscription.Protocol === "sqs") {
        await sns.send(new PublishCommand(alert));
      }
    }
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    const bodies = Messages.map(({ Body = "" }) => Envelope.parse(JSON.parse(Body)));
    assert.deepEqual(bodies, [alert]);
    const { Subscriptions = [] } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
    const made = Subscriptions.map(({ Endpoint, Protocol }) => ({ Endpoint, Protocol, TopicArn }));
    assert.deepEqual(made, subscriptions().toSorted(byFunction));
    assert.deepEqual(made.map(({ Protocol }) => Protocol).sort(), ["email", "lambda", "sqs"]);
  });

  it("are refused where the subject is as long as Alertmanager's own ones", async () => {
    const TopicArn = policy().arn;
    const Subject = "x".repeat(101);
    await assert.rejects(
      during().clients.sns.send(new PublishCommand({ TopicArn, Subject, Message: "An alert." })),
      { name: "InvalidParameterException" },
    );
  });
}

function byFunction(one: { Protocol: string }, other: { Protocol: string }): number {
  return Number(one.Protocol === "lambda") - Number(other.Protocol === "lambda");
}

const Envelope = z.object({ TopicArn: z.string(), Subject: z.string(), Message: z.string() });

function only<T>(found: ReadonlyMap<string, T>): T {
  const [first, ...others] = found.values();
  assert.ok(first !== undefined && others.length === 0);
  return first;
}

async function attributesOf({ clients }: Proof, TopicArn: string): Promise<Record<string, string>> {
  const { Attributes } = await clients.sns.send(new GetTopicAttributesCommand({ TopicArn }));
  return { ...Attributes };
}
