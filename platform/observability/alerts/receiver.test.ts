import assert from "node:assert/strict";
import { UserError } from "../../../config/errors";
import { awsInfra, contextOf, localInfra } from "../../testing/settings";
import { alertmanagerConfig, alertmanagerSecrets, receiverNeeds, receiverSecret } from "./receiver";

const withReceiver = (alerts: object) => contextOf(awsInfra, { observability: { alerts } });
const subject =
  '{{ printf "[%s] %s" (toUpper .Status) (join " " .GroupLabels.SortedPairs.Values) | reReplaceAll "[^ -~]" "?" | printf "%.99s" }}';
const mounted = "/etc/alertmanager/secrets/alert-receiver/url";

describe("where alerts are sent", () => {
  it("is nowhere by default, as the chart has it", () => {
    const context = contextOf(awsInfra);
    assert.deepEqual(alertmanagerConfig(context), {});
    assert.deepEqual(alertmanagerSecrets(context), []);
    assert.deepEqual(receiverSecret(context), []);
    assert.deepEqual(receiverNeeds(context), []);
  });

  it("is a topic, in its own region, without a secret", () => {
    const topicArn = "arn:aws:sns:eu-central-1:111122223333:alerts";
    const roleArn = "arn:aws:iam::111122223333:role/alerts";
    const context = withReceiver({
      receiver: { kind: "sns", topicArn, roleArn },
      minimumSeverity: "critical",
    });
    const { config } = alertmanagerConfig(context);
    assert.deepEqual(config?.receivers, [
      { name: "null" },
      {
        name: "team",
        sns_configs: [
          {
            topic_arn: topicArn,
            sigv4: { region: "eu-central-1", role_arn: roleArn },
            subject,
            send_resolved: true,
          },
        ],
      },
    ]);
    assert.deepEqual(config.route.routes, [
      { receiver: "null", matchers: ['alertname = "Watchdog"'] },
      { receiver: "team", matchers: ['severity =~ "critical"'] },
    ]);
    assert.deepEqual(receiverSecret(context), []);
  });

  describe("with infra's topic", () => {
    const made = "arn:aws:sns:eu-west-1:111122223333:kubeflow-prod-alerts";
    const other = "arn:aws:sns:eu-west-1:111122223333:pagers";
    const aws = awsInfra.aws ?? assert.fail("the sample is on AWS");
    const withTopic = { ...awsInfra, aws: { ...aws, alerts: { topicArn: made } } };
    const receiving = (infra: typeof awsInfra, receiver: object) =>
      contextOf(infra, { observability: { alerts: { receiver: { kind: "sns", ...receiver } } } });

    it("takes it where none is named, and signs for its region with Alertmanager's own role", () => {
      const context = receiving(withTopic, {});
      const published = { topic_arn: made, sigv4: { region: "eu-west-1" }, subject, send_resolved: true };
      assert.deepEqual(alertmanagerConfig(context).config?.receivers[1], {
        name: "team",
        sns_configs: [published],
      });
      assert.deepEqual(receiverNeeds(context), []);
      assert.deepEqual(
        alertmanagerConfig(receiving(withTopic, { topicArn: made })),
        alertmanagerConfig(context),
      );
    });

    it("refuses another one, to which that role may not publish, unless a role is named for it", () => {
      const message = (error: unknown) =>
        error instanceof UserError &&
        error.message.includes(`receiver.topicArn is ${other}, `) &&
        error.message.includes(`may publish to ${made} alone`);
      assert.throws(() => receiverNeeds(receiving(withTopic, { topicArn: other })), message);
      assert.throws(() => alertmanagerConfig(receiving(withTopic, { topicArn: other })), message);
      const roleArn = "arn:aws:iam::111122223333:role/pagers";
      assert.deepEqual(receiverNeeds(receiving(withTopic, { topicArn: other, roleArn })), []);
    });

    it("says what to do where there is none", () => {
      const wayOut = (infra: typeof awsInfra, expected: RegExp) => {
        assert.throws(
          () => receiverNeeds(receiving(infra, {})),
          (error) => error instanceof UserError && expected.test(error.wayOut ?? ""),
        );
      };
      wayOut(
        { ...awsInfra, aws: { ...aws, alerts: undefined } },
        /^set kubeflow-infra:alerts to \{ kind: created \}/,
      );
      wayOut(localInfra, /this cluster is not on AWS$/);
    });
  });

  it("is a URL that only a Secret has", () => {
    const urlSecret = "kubeflow-prod/alerts";
    const context = withReceiver({ receiver: { kind: "webhook", urlSecret } });
    const { config } = alertmanagerConfig(context);
    assert.deepEqual(config?.receivers, [
      { name: "null" },
      { name: "team", webhook_configs: [{ url_file: mounted, send_resolved: true }] },
    ]);
    assert.equal(config.route.routes[1]?.matchers[0], 'severity =~ "warning|critical"');
    assert.deepEqual(alertmanagerSecrets(context), ["alert-receiver"]);
    assert.deepEqual(receiverNeeds(context), ["externalSecrets"]);
    assert.deepEqual(
      receiverSecret(context).map(({ metadata, spec }) => ({ metadata, spec })),
      [
        {
          metadata: { name: "alert-receiver", namespace: "monitoring" },
          spec: {
            refreshInterval: "1h0m0s",
            secretStoreRef: { kind: "ClusterSecretStore", name: "aws-secrets-manager" },
            target: { name: "alert-receiver", creationPolicy: "Owner", deletionPolicy: "Retain" },
            data: [{ secretKey: "url", remoteRef: { key: urlSecret } }],
          },
        },
      ],
    );
  });

  it("is a channel of Slack", () => {
    const receiver = { kind: "slack", urlSecret: "kubeflow-prod/slack", channel: "#alerts" };
    assert.deepEqual(alertmanagerConfig(withReceiver({ receiver })).config?.receivers[1], {
      name: "team",
      slack_configs: [{ api_url_file: mounted, channel: "#alerts", send_resolved: true }],
    });
  });

  it("is asked for as the receiver needs it", () => {
    assert.throws(
      () => withReceiver({ receiver: { kind: "sns", topicArn: "alerts" } }),
      /the ARN of an SNS topic/,
    );
    assert.throws(() => withReceiver({ receiver: { kind: "pager" } }), /kind is one of sns, webhook, slack/);
  });
});
