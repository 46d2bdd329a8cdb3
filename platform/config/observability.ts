import * as z from "zod";
import { alertNames } from "../observability/alerts/names";
import { panelNames } from "../observability/panels/names";

const MetricsConfig = z.strictObject({
  /** Days that Prometheus keeps metrics. Default: 15. */
  retentionDays: z.int("a whole number of days").min(1, "1 or more").max(365, "365 or fewer").default(15),
  /**
   * Size of each Prometheus' volume in GiB; the oldest metrics go early where it is nearly full. There is one for each
   * replica (`hardening.replicas`), and EBS charges about 0.08 USD a GiB and month. Default: 100.
   */
  storageGiB: z.int("a whole number of GiB").min(10, "10 or more").max(16384, "16384 or fewer").default(100),
});

const LogsConfig = z.strictObject({
  /** Days that Loki keeps logs of pods in S3; it deletes them itself. Default: 30. */
  retentionDays: z.int("a whole number of days").min(1, "1 or more").max(3650, "3650 or fewer").default(30),
});

const name = z
  .string()
  .regex(/^[a-z]([a-z0-9-]{0,30}[a-z0-9])?$/, "lower-case letters, digits and dashes, 32 or fewer");
const namespace = z.string().regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, "the name of a namespace");

const PlacedPanel = z.strictObject({
  /** Which panel of the catalogue (docs/observability.md). Required. */
  panel: z.enum(panelNames),
  /** Its title. Default: the catalogue's. */
  title: z.string().min(1).max(100, "100 characters or fewer").optional(),
  /** How wide it is, of the page. Default: the catalogue's. */
  width: z.enum(["third", "half", "full"]).optional(),
});

const DashboardConfig = z.strictObject({
  /** Last part of its address, `/grafana/d/kubeflow-<name>`. Required, and no other page's. */
  name,
  /** Its title. Required. */
  title: z.string().min(1).max(100, "100 characters or fewer"),
  /** Namespaces of tenants that can be chosen on it. Default: all tenants. */
  namespaces: z.array(namespace).min(1, "one namespace or more; left out for all tenants").optional(),
  /** Its panels in their order. Default: all that there is data for. */
  panels: z.array(PlacedPanel).min(1, "one panel or more; left out for all").optional(),
});

const GrafanaConfig = z.strictObject({
  /** E-mail addresses of those who may see Grafana's pages beside `signOn.admins`. Default: nobody. */
  users: z.array(z.email("an e-mail address")).default([]),
  /**
   * Groups of the identity provider whose members may. Whoever gets in sees metrics and logs of all tenants: Grafana
   * keeps no tenant's from another. Default: none.
   */
  groups: z.array(z.string().min(1)).default([]),
  /** What they may do: `Viewer` looks and explores, `Editor` also makes dashboards of their own. Default: Viewer. */
  role: z.enum(["Viewer", "Editor"]).default("Viewer"),
});

const secret = z.string().regex(/^[\w/+=.@:-]{1,512}$/, "the name or ARN of a secret in AWS Secrets Manager");

const Sns = z.strictObject({
  /** A topic of Amazon SNS, to which mail, chat and pagers subscribe. Required. */
  kind: z.literal("sns"),
  /**
   * ARN of the topic. For another one than infra's, give Alertmanager a role that may publish to it
   * (docs/observability.md). Default: the topic of `kubeflow-infra:alerts`, for which infra made that role.
   */
  topicArn: z
    .string()
    .regex(/^arn:[a-z-]+:sns:[a-z0-9-]+:\d{12}:[\w.-]+$/, "the ARN of an SNS topic")
    .optional(),
  /** ARN of a role that is taken on to publish. Default: Alertmanager's own. */
  roleArn: z
    .string()
    .regex(/^arn:[a-z-]+:iam::\d{12}:role\/\S+$/, "the ARN of a role")
    .optional(),
});

const Webhook = z.strictObject({
  /** Any program that takes Alertmanager's JSON. Required. */
  kind: z.literal("webhook"),
  /** Secret in AWS Secrets Manager whose text is the URL, as its name `<cluster>/…` or its ARN. Required. */
  urlSecret: secret,
});

const Slack = z.strictObject({
  /** An incoming webhook of Slack. Required. */
  kind: z.literal("slack"),
  /** Secret in AWS Secrets Manager whose text is the webhook's URL, as its name `<cluster>/…` or its ARN. Required. */
  urlSecret: secret,
  /** The channel, such as `#alerts`. Required. */
  channel: z.string().min(1),
});

const AlertsConfig = z.strictObject({
  /** Alerts of the platform's own to leave out. Default: none. */
  disabled: z.array(z.enum(alertNames)).default([]),
  /** Where alerts are sent. Default: nowhere; they are seen in Grafana and Alertmanager. */
  receiver: z
    .discriminatedUnion("kind", [Sns, Webhook, Slack], "kind is one of sns, webhook, slack")
    .optional(),
  /** The least severe alerts that are sent: `info` sends all. Default: warning. */
  minimumSeverity: z.enum(["info", "warning", "critical"]).default("warning"),
  /** Address of docs/runbooks.md where people read it; alerts link to its sections. Default: docs/runbooks.md. */
  runbooks: z.string().min(1).default("docs/runbooks.md"),
});

/** `kubeflow-platform:observability`: metrics, logs, dashboards and alerts. */
export const ObservabilityConfig = z.strictObject({
  /** Metrics: Prometheus. */
  metrics: MetricsConfig.prefault({}),
  /** Logs: Loki. */
  logs: LogsConfig.prefault({}),
  /** Grafana: who may see it. */
  grafana: GrafanaConfig.prefault({}),
  /**
   * Pages that teams arrange; the first is the one that the dashboard's menu leads to. Default: one, `overview`, with
   * every panel that there is data for.
   */
  dashboards: z
    .array(DashboardConfig)
    .min(1, "one page or more; left out for the overview")
    .refine((pages) => new Set(pages.map((page) => page.name)).size === pages.length, "names that differ")
    .default([{ name: "overview", title: "Overview" }]),
  /** Whether there is a page for each topic too, of all its panels. Default: true. */
  topicPages: z.boolean("true or false").default(true),
  /** Alerts of the platform's own, and where they are sent. */
  alerts: AlertsConfig.prefault({}),
});

/** See the schema of the same name. */
export type ObservabilityConfig = z.output<typeof ObservabilityConfig>;
