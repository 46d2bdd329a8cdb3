import { UserError } from "../../../config/errors";
import type { Manifest } from "../../../manifests";
import { monitoring } from "../../addons/namespaces";
import { secretStore } from "../../addons/external-secrets";
import type { Context, PartName, Setting } from "../../part";
import { severities } from "./alert";

/** Secret with the URL that alerts are sent to; External Secrets Operator makes it. */
const urlSecret = { name: "alert-receiver", key: "url" } as const;

/** Where the operator mounts Secrets that `alertmanagerSpec.secrets` names. Source: Prometheus operator, its API. */
const urlFile = `/etc/alertmanager/secrets/${urlSecret.name}/${urlSecret.key}`;

/** The receiver that sends nothing anywhere. */
const nobody = "null";
const team = "team";

type Receiver = Readonly<Record<string, unknown>> & { readonly name: string };

/** Values of Alertmanager's part of the chart. */
export interface AlertmanagerConfig {
  readonly config?: {
    readonly route: {
      readonly receiver: string;
      readonly group_by: readonly string[];
      readonly group_wait: string;
      readonly group_interval: string;
      readonly repeat_interval: string;
      readonly routes: readonly { readonly receiver: string; readonly matchers: readonly string[] }[];
    };
    readonly receivers: readonly Receiver[];
  };
}

/**
 * What a message of SNS is called. SNS refuses a subject of 100 characters or more, or with other signs than those of
 * ASCII (API reference, Publish), Alertmanager 0.34 then drops the alert (prometheus/alertmanager#2781), and the
 * subject that it has by default names every label that alerts have in common, which is too long for most.
 */
const subject =
  '{{ printf "[%s] %s" (toUpper .Status) (join " " .GroupLabels.SortedPairs.Values) ' +
  '| reReplaceAll "[^ -~]" "?" | printf "%.99s" }}';

type ReceiverConfig = NonNullable<Setting["config"]["observability"]["alerts"]["receiver"]>;
type Sns = Extract<ReceiverConfig, { readonly kind: "sns" }>;

/**
 * Where Alertmanager sends alerts: those of the chosen severity on to one receiver, all others nowhere. Without a
 * receiver the chart's own configuration stands, which sends nothing.
 *
 * @throws UserError where there is no topic to send to, or Alertmanager's role is for another one
 */
export function alertmanagerConfig(setting: Setting): AlertmanagerConfig {
  const { receiver, minimumSeverity } = setting.config.observability.alerts;
  if (receiver === undefined) {
    return {};
  }
  const sent = severities.slice(severities.indexOf(minimumSeverity));
  return {
    config: {
      route: {
        receiver: nobody,
        group_by: ["namespace", "alertname"],
        group_wait: "30s",
        group_interval: "5m",
        repeat_interval: "12h",
        routes: [
          // It says that alerts arrive by never ending: somebody who watches from outside wants it, and no person.
          { receiver: nobody, matchers: ['alertname = "Watchdog"'] },
          { receiver: team, matchers: [`severity =~ "${sent.join("|")}"`] },
        ],
      },
      receivers: [{ name: nobody }, receiverOf(receiver, setting)],
    },
  };
}

/** Secrets of the namespace that Alertmanager's pods read. */
export function alertmanagerSecrets({ config }: Setting): readonly string[] {
  return hasUrl(config.observability.alerts.receiver) ? [urlSecret.name] : [];
}

/**
 * Parts without which a receiver's URL would not come.
 *
 * @throws UserError where there is no topic to send to, or Alertmanager's role is for another one: this is asked before
 * anything is registered
 */
export function receiverNeeds(setting: Setting): readonly PartName[] {
  const { receiver } = setting.config.observability.alerts;
  if (receiver?.kind === "sns") {
    topicOf(receiver, setting);
  }
  return hasUrl(receiver) ? ["externalSecrets"] : [];
}

/** The URL that alerts are sent to, brought from Secrets Manager. */
export function receiverSecret({ config }: Pick<Context, "config">): Manifest[] {
  const { receiver } = config.observability.alerts;
  return hasUrl(receiver)
    ? [
        {
          apiVersion: "external-secrets.io/v1",
          kind: "ExternalSecret",
          metadata: { name: urlSecret.name, namespace: monitoring },
          spec: {
            refreshInterval: "1h0m0s",
            secretStoreRef: { ...secretStore },
            target: { name: urlSecret.name, creationPolicy: "Owner", deletionPolicy: "Retain" },
            data: [{ secretKey: urlSecret.key, remoteRef: { key: receiver.urlSecret } }],
          },
        },
      ]
    : [];
}

function hasUrl(receiver: ReceiverConfig | undefined): receiver is Exclude<ReceiverConfig, Sns> {
  return receiver !== undefined && receiver.kind !== "sns";
}

/**
 * Source of the fields: Alertmanager 0.34, its configuration. With no key in `sigv4` it signs with what its SDK finds:
 * aws-sdk-go-v2/config 1.32.33 asks the agent of EKS Pod Identity (resolve_credentials.go).
 */
function receiverOf(receiver: ReceiverConfig, setting: Setting): Receiver {
  switch (receiver.kind) {
    case "sns": {
      const topicArn = topicOf(receiver, setting);
      const { roleArn } = receiver;
      const [, , , region = ""] = topicArn.split(":");
      const sigv4 = { region, ...(roleArn !== undefined && { role_arn: roleArn }) };
      return { name: team, sns_configs: [{ topic_arn: topicArn, sigv4, subject, send_resolved: true }] };
    }
    case "webhook":
      return { name: team, webhook_configs: [{ url_file: urlFile, send_resolved: true }] };
    case "slack":
      return {
        name: team,
        slack_configs: [{ api_url_file: urlFile, channel: receiver.channel, send_resolved: true }],
      };
  }
}

/** The topic that alerts are published to: the one that is named, or infra's. */
function topicOf({ topicArn, roleArn }: Sns, { infra }: Setting): string {
  const key = "kubeflow-platform:observability.alerts.receiver";
  const made = infra.aws?.alerts?.topicArn;
  const chosen = topicArn ?? made;
  if (chosen === undefined) {
    throw new UserError(
      `${key} is of kind sns and has no topicArn, and infra has no topic for alerts`,
      infra.aws === undefined
        ? "name a topicArn that Alertmanager may publish to, or leave the receiver out: this cluster is not on AWS"
        : "set kubeflow-infra:alerts to { kind: created } and run up, which makes infra first: a preview knows a topic " +
            "only once it is there; or name a topicArn that Alertmanager may publish to",
    );
  }
  if (made !== undefined && chosen !== made && roleArn === undefined) {
    throw new UserError(
      `${key}.topicArn is ${chosen}, and the role that infra made for Alertmanager may publish to ${made} alone`,
      "leave topicArn out; or set kubeflow-infra:alerts to { kind: existing } with this topic; or name a roleArn to take on",
    );
  }
  return chosen;
}
