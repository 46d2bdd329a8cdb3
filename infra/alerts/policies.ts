import { roleArn } from "../identity/roles";
import type { Site } from "../site";
import type { PolicyDocument } from "../storage/policy-document";
import { alertTopicArn } from "./names";

/**
 * The policy of the topic of alerts: it only ever denies. Alertmanager's role may publish by its own policy; nobody
 * else does, whatever theirs say, so that what comes from this topic is an alert of the platform. That includes AWS
 * services: none that infra sets up publishes here (a budget writes its mail itself). What else has something to say
 * gets a topic of its own.
 *
 * `sns:Publish` is what SNS' developer guide denies without TLS, too: a topic's policy takes no action by wildcard.
 */
export function alertTopicPolicy(site: Site): PolicyDocument {
  const publishing = {
    Effect: "Deny",
    Principal: "*",
    Action: "sns:Publish",
    Resource: alertTopicArn(site),
  } as const;
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "DenyWithoutTls",
        ...publishing,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
      {
        // Holds for services and for anonymous requests as well: they have no such key.
        Sid: "DenyOtherPublishers",
        ...publishing,
        Condition: { ArnNotEquals: { "aws:PrincipalArn": roleArn(site, "alertmanager") } },
      },
    ],
  };
}
