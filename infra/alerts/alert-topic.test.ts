import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { AlertsConfig } from "../config/alerts";
import { developmentSite, only, productionSite, underMocks } from "../testing/mocks";
import { AlertTopic, type AlertTopicArgs } from "./alert-topic";
import { alertTopicPolicy } from "./policies";

const dataKeyArn = "arn:aws:kms:us-west-2:111122223333:key/1234";
const topicArn = "arn:aws:sns:us-west-2:111122223333:kubeflow-prod-alerts";
const TOPIC = "aws:sns/topic:Topic";
const POLICY = "aws:sns/topicPolicy:TopicPolicy";
const SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription";
const PERMISSION = "aws:lambda/permission:Permission";

function make(config: object, site: AlertTopicArgs["site"] = productionSite) {
  return underMocks(() => {
    const args = { site, config: AlertsConfig.parse(config), dataKeyArn: pulumi.output(dataKeyArn) };
    const { topicArn, keyArn } = new AlertTopic("alerts", args);
    return { topicArn, keyArn };
  });
}

describe("AlertTopic", () => {
  it("is encrypted with the environment's key, and has a policy and nobody who listens by default", async () => {
    const { resources, value } = await make({ kind: "created" });
    assert.deepEqual(only(resources, TOPIC, "alerts-topic").inputs, {
      name: "kubeflow-prod-alerts",
      displayName: "kubeflow-prod",
      kmsMasterKeyId: dataKeyArn,
      tags: { Name: "kubeflow-prod-alerts" },
    });
    assert.deepEqual(only(resources, POLICY, "alerts-topic-policy").inputs, {
      arn: topicArn,
      policy: JSON.stringify(alertTopicPolicy(productionSite)),
    });
    assert.equal(resources.filter(({ type }) => type.startsWith("aws:")).length, 2);
    assert.deepEqual(value, { topicArn, keyArn: dataKeyArn });
  });

  it("has the name of its environment's cluster", async () => {
    const { resources } = await make({ kind: "created" }, developmentSite);
    assert.equal(only(resources, TOPIC).inputs.name, "kubeflow-dev-alerts");
  });

  it("writes to mailboxes, puts into queues and calls functions", async () => {
    const queue = "arn:aws:sqs:us-west-2:111122223333:incidents";
    const pager = "arn:aws:lambda:us-west-2:111122223333:function:pager";
    const { resources } = await make({
      kind: "created",
      notify: ["ml@acme.example", "sre@acme.example"],
      queueArns: [queue],
      functionArns: [pager],
    });
    const subscriptions = resources.filter(({ type }) => type === SUBSCRIPTION);
    assert.deepEqual(
      subscriptions.map(({ name, inputs }) => [name, inputs]),
      [
        ["alerts-mail-ml@acme.example", { topic: topicArn, protocol: "email", endpoint: "ml@acme.example" }],
        [
          "alerts-mail-sre@acme.example",
          { topic: topicArn, protocol: "email", endpoint: "sre@acme.example" },
        ],
        ["alerts-queue-incidents", { topic: topicArn, protocol: "sqs", endpoint: queue }],
        ["alerts-function-pager", { topic: topicArn, protocol: "lambda", endpoint: pager }],
      ],
    );
    assert.deepEqual(only(resources, PERMISSION, "alerts-function-pager").inputs, {
      function: pager,
      statementId: "kubeflow-prod-alerts",
      action: "lambda:InvokeFunction",
      principal: "sns.amazonaws.com",
      sourceArn: topicArn,
    });
  });

  it("makes nothing where one is there, whose key is none of ours", async () => {
    const existing = { kind: "existing", topicArn: "arn:aws:sns:eu-west-1:999999999999:alerts" };
    const plain = await make(existing);
    assert.deepEqual(plain.value, { topicArn: existing.topicArn, keyArn: undefined });
    assert.deepEqual(
      plain.resources.filter(({ type }) => type.startsWith("aws:")),
      [],
    );
    const keyArn = "arn:aws:kms:eu-west-1:999999999999:key/5678";
    assert.equal((await make({ ...existing, keyArn })).value.keyArn, keyArn);
  });
});
