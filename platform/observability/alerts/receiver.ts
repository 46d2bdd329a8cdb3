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

type ReceiverConfig = NonNullable<Setting["config"]["observability"]["alerts"]["receiver"]>;

/**
 * Where Alertmanager sends alerts: those of the chosen severity on to one receiver, all others nowhere. Without a
 * receiver the chart's own configuration stands, which sends nothing.
 */
export function alertmanagerConfig({ config }: Setting): AlertmanagerConfig {
  const { receiver, minimumSeverity } = config.observability.alerts;
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
      receivers: [{ name: nobody }, receiverOf(receiver)],
    },
  };
}

/** Secrets of the namespace that Alertmanager's pods read. */
export function alertmanagerSecrets({ config }: Setting): readonly string[] {
  return hasUrl(config.observability.alerts.receiver) ? [urlSecret.name] : [];
}

/** Parts without which a receiver's URL would not come. */
export function receiverNeeds({ config }: Setting): readonly PartName[] {
  return hasUrl(config.observability.alerts.receiver) ? ["externalSecrets"] : [];
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

function hasUrl(
  receiver: ReceiverConfig | undefined,
): receiver is Exclude<ReceiverConfig, { readonly kind: "sns" }> {
  return receiver !== undefined && receiver.kind !== "sns";
}

/** Source of the fields: Alertmanager 0.34, its configuration. */
function receiverOf(receiver: ReceiverConfig): Receiver {
  switch (receiver.kind) {
    case "sns": {
      const [, , , region = ""] = receiver.topicArn.split(":");
      const { topicArn, roleArn } = receiver;
      const sigv4 = { region, ...(roleArn !== undefined && { role_arn: roleArn }) };
      return { name: team, sns_configs: [{ topic_arn: topicArn, sigv4, send_resolved: true }] };
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
