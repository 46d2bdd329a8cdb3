import { arnOf, type Site } from "../site";

/** Physical name of the topic of alerts. */
export function alertTopicName({ clusterName }: Site): string {
  return `${clusterName}-alerts`;
}

/** ARN of the topic of alerts, where it is made here. */
export function alertTopicArn(site: Site): string {
  return arnOf(site, "sns", alertTopicName(site));
}
