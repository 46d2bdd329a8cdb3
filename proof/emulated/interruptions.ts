import assert from "node:assert/strict";
import {
  DescribeRuleCommand,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from "@aws-sdk/client-eventbridge";
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueueTagsCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
} from "@aws-sdk/client-sqs";
import * as z from "zod";
import type { During, Proof } from "../fixture";
import { CountText, inputsOf, PolicyText, Tags } from "../inventory";
import { documentOf, tagList } from "../plain";
import { serviceMay } from "../simulate";
import { type SampleEvent, UNWANTED, WANTED } from "./sample-events";

const Queue = z.strictObject({
  messageRetentionSeconds: CountText,
  name: z.string(),
  sqsManagedSseEnabled: z.boolean().transform(String),
  tags: Tags,
});

/** The queue's URL is not known before AWS made it. */
const QueuePolicy = z.strictObject({ policy: PolicyText, queueUrl: z.unknown() });

const Rule = z.strictObject({
  description: z.string(),
  eventPattern: z.string(),
  name: z.string(),
  tags: Tags,
});

const Target = z.strictObject({ arn: z.string(), rule: z.string(), targetId: z.string() });

/** The queue from which Karpenter learns of interruptions, and the rules that fill it. */
export function provesInterruptions(during: During<Proof>): void {
  const only = <T>(found: ReadonlyMap<string, T>): T => {
    const [first, ...others] = found.values();
    assert.ok(first !== undefined && others.length === 0);
    return first;
  };
  const queue = () => only(inputsOf(during().inventory, "aws:sqs/queue:Queue", Queue));
  const queuePolicy = () =>
    only(inputsOf(during().inventory, "aws:sqs/queuePolicy:QueuePolicy", QueuePolicy));
  const rules = () => [...inputsOf(during().inventory, "aws:cloudwatch/eventRule:EventRule", Rule).values()];
  const targets = () => [
    ...inputsOf(during().inventory, "aws:cloudwatch/eventTarget:EventTarget", Target).values(),
  ];

  it("have a queue, encrypted, for as long as Karpenter wants it, with the policy of the inventory", async () => {
    const { sqs } = during().clients;
    const { name: QueueName, messageRetentionSeconds, sqsManagedSseEnabled, tags } = queue();
    const Attributes = {
      MessageRetentionPeriod: messageRetentionSeconds,
      SqsManagedSseEnabled: sqsManagedSseEnabled,
    };
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes, tags }));
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy: queuePolicy().policy } }));
    const read = await attributesOf(during(), QueueName);
    assert.deepEqual({ ...Attributes, ...read }, read);
    assert.deepEqual(documentOf(read.Policy), documentOf(queuePolicy().policy));
    assert.deepEqual((await sqs.send(new ListQueueTagsCommand({ QueueUrl }))).Tags, tags);
  });

  it("have rules with the patterns of the inventory, all with the queue as their target", async () => {
    const { events } = during().clients;
    const { QueueArn } = await attributesOf(during(), queue().name);
    for (const { name: Name, eventPattern: EventPattern, description: Description, tags } of rules()) {
      await events.send(new PutRuleCommand({ Name, EventPattern, Description, Tags: tagList(tags) }));
      const rule = await events.send(new DescribeRuleCommand({ Name }));
      assert.deepEqual(documentOf(rule.EventPattern), documentOf(EventPattern), Name);
      assert.equal(rule.State, "ENABLED", Name);
    }
    for (const { arn: Arn, rule: Rule, targetId: Id } of targets()) {
      assert.equal(Arn, QueueArn, Rule);
      await events.send(new PutTargetsCommand({ Rule, Targets: [{ Id, Arn }] }));
      const { Targets } = await events.send(new ListTargetsByRuleCommand({ Rule }));
      assert.deepEqual(Targets, [{ Id, Arn }]);
    }
    assert.deepEqual(
      targets()
        .map(({ rule }) => rule)
        .sort(),
      rules()
        .map(({ name }) => name)
        .sort(),
    );
  });

  it("may be put into the queue by every rule, and by no other one", async () => {
    const { clients, inventory } = during();
    const { QueueArn = "", Policy = "" } = await attributesOf(during(), queue().name);
    const maySend = (rule: string | undefined) =>
      serviceMay({
        service: "events.amazonaws.com",
        action: "sqs:SendMessage",
        resource: QueueArn,
        accountId: inventory.accountId,
        policy: Policy,
        context: { "aws:SourceArn": rule ?? "", "aws:SourceAccount": inventory.accountId },
      });
    for (const { name: Name } of rules()) {
      const { Arn } = await clients.events.send(new DescribeRuleCommand({ Name }));
      assert.equal(await maySend(Arn), true, Name);
      assert.equal(await maySend(`${Arn ?? ""}-of-somebody`), false, Name);
    }
  });

  it("reach the queue once each, by the rule that is meant for them", async () => {
    await watchEachRule(
      during(),
      rules().map(({ name }) => name),
    );
    for (const [end, event] of Object.entries(WANTED)) {
      await send(during(), event);
      assert.deepEqual(await received(during(), queue().name), [event], end);
      for (const { name } of rules()) {
        const expected = name.endsWith(`-${end}`) ? [event] : [];
        assert.deepEqual(await received(during(), watcherOf(name)), expected, `${end} at ${name}`);
      }
    }
  });

  it("are all that reaches the queue", async () => {
    // The same words from somebody who is not AWS, and other words of the same services.
    const forged = Object.values(WANTED).map((event) => ({ ...event, source: "my.application" }));
    for (const event of [...forged, ...UNWANTED]) {
      await send(during(), event);
      assert.deepEqual(await received(during(), queue().name), [], JSON.stringify(event));
    }
  });
}

/** A queue beside Karpenter's, which tells which rule an event came by. */
function watcherOf(rule: string): string {
  return `watches-${rule}`;
}

async function watchEachRule(proof: Proof, rules: readonly string[]): Promise<void> {
  const { events, sqs } = proof.clients;
  for (const Rule of rules) {
    await sqs.send(new CreateQueueCommand({ QueueName: watcherOf(Rule) }));
    const { QueueArn: Arn } = await attributesOf(proof, watcherOf(Rule));
    await events.send(new PutTargetsCommand({ Rule, Targets: [{ Id: "watcher", Arn }] }));
  }
}

async function attributesOf({ clients }: Proof, QueueName: string): Promise<Record<string, string>> {
  const { QueueUrl } = await clients.sqs.send(new GetQueueUrlCommand({ QueueName }));
  const read = await clients.sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }));
  return { ...read.Attributes };
}

/** AWS lets nobody else send an event in its name; the emulator does. */
async function send({ clients }: Proof, { source, detailType, detail }: SampleEvent): Promise<void> {
  const Entries = [{ Source: source, DetailType: detailType, Detail: JSON.stringify(detail) }];
  assert.equal((await clients.events.send(new PutEventsCommand({ Entries }))).FailedEntryCount, 0);
}

const Message = z
  .object({ source: z.string(), "detail-type": z.string(), detail: z.record(z.string(), z.unknown()) })
  .transform(({ source, "detail-type": detailType, detail }) => ({ source, detailType, detail }));

/** What a queue holds. It stays invisible for as long as the tests take, so each event is seen once. */
async function received({ clients }: Proof, QueueName: string): Promise<SampleEvent[]> {
  const { QueueUrl } = await clients.sqs.send(new GetQueueUrlCommand({ QueueName }));
  const VisibilityTimeout = 3600;
  const { Messages = [] } = await clients.sqs.send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout }),
  );
  return Messages.map(({ Body = "" }) => Message.parse(JSON.parse(Body)));
}
