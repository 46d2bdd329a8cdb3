import { listAt, textAt } from "../inputs";
import { perUse, type Rule, standing } from "../quantities";

const trail: Rule = (resource) => {
  const selectors = [
    ...listAt(resource.inputs, "advancedEventSelectors"),
    ...listAt(resource.inputs, "eventSelectors"),
  ];
  return selectors.length === 0 ? [] : [perUse("logs and audit", resource, "trailEvents")];
};

const detector: Rule = (resource) => [
  perUse("logs and audit", resource, "guardDutyAudit"),
  perUse("logs and audit", resource, "guardDutyRuntime"),
  perUse("logs and audit", resource, "guardDutyTrail"),
  perUse("logs and audit", resource, "guardDutyFlow"),
];

const logGroup: Rule = (resource) => [
  perUse("logs and audit", resource, "logsIngested"),
  perUse("logs and audit", resource, "logsStored"),
];

/** Rules of keys, logs, images and what watches over the rest. */
export const operationsRules: Readonly<Record<string, Rule>> = {
  "aws:kms/key:Key": (resource) => [
    standing("keys and secrets", resource, "kmsKey", 1),
    perUse("keys and secrets", resource, "kmsRequests"),
  ],
  "aws:secretsmanager/secret:Secret": (resource) => [standing("keys and secrets", resource, "secret", 1)],
  "aws:cloudwatch/logGroup:LogGroup": logGroup,
  "aws:cloudwatch/metricAlarm:MetricAlarm": (resource) => [standing("logs and audit", resource, "alarm", 1)],
  "aws:cloudtrail/trail:Trail": trail,
  "aws:guardduty/detector:Detector": detector,
  "aws:ecr/pullThroughCacheRule:PullThroughCacheRule": (resource) => [perUse("images", resource, "images")],
  "aws:ecr/repository:Repository": (resource) => [perUse("images", resource, "images")],
  "aws:backup/plan:Plan": (resource) => [
    perUse("backup", resource, "efsBackup"),
    perUse("backup", resource, "rdsBackup"),
  ],
  "aws:sns/topic:Topic": (resource) => [perUse("logs and audit", resource, "topicRequests")],
  // To queues and functions SNS delivers free of charge.
  "aws:sns/topicSubscription:TopicSubscription": (resource) =>
    textAt(resource.inputs, "protocol") === "email" ? [perUse("logs and audit", resource, "topicMails")] : [],
  "aws:sqs/queue:Queue": (resource) => [perUse("nodes", resource, "queueRequests")],
};
