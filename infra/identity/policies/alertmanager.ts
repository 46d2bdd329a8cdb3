import type { Site } from "../../site";
import type { AlertTopicFacts } from "../names";
import { allow, policy, type PolicyDocument } from "../policy-document";
import { dataKeyForTopic } from "./kms";

/**
 * Alertmanager 0.34: its receiver `sns_configs` calls sns:Publish and nothing else (notify/sns/sns.go), on the topic
 * of alerts only; not to telephones, which are no topic.
 */
export function alertmanager(site: Site, topics: readonly AlertTopicFacts[]): PolicyDocument {
  return policy(
    allow(
      "PublishAlerts",
      ["sns:Publish"],
      topics.map(({ topicArn }) => topicArn),
    ),
    ...topics.flatMap(({ topicArn, keyArn }) =>
      keyArn === undefined ? [] : [dataKeyForTopic(site, keyArn, topicArn)],
    ),
  );
}
