import type { AlertsConfig } from "../config/alerts";
import type { Mistake } from "../mistake";
import type { Site } from "../site";

/**
 * What AWS would refuse, or what no alert would ever reach.
 *
 * @param alerts `kubeflow-infra:alerts`
 */
export function alertsMistakes(alerts: AlertsConfig | undefined, site: Site): Mistake[] {
  if (alerts === undefined) {
    return [];
  }
  return alerts.kind === "created" ? createdMistakes(alerts, site) : existingMistakes(alerts, site);
}

type Alerts<Kind> = Extract<AlertsConfig, { readonly kind: Kind }>;

function createdMistakes({ queueArns, functionArns }: Alerts<"created">, site: Site): Mistake[] {
  const subscribers = [
    { key: "queueArns", what: "a queue", service: "sqs", arns: queueArns },
    { key: "functionArns", what: "a function", service: "lambda", arns: functionArns },
  ];
  return subscribers.flatMap(({ key, what, service, arns }) => {
    const beginning = `arn:${site.partition}:${service}:${site.region}:${site.accountId}:`;
    return arns.flatMap((arn, index) =>
      arn.startsWith(beginning)
        ? []
        : [
            {
              path: ["alerts", key, index],
              message: `${what} of this account and region, ${beginning}…; subscribe others by hand, where they are`,
            },
          ],
    );
  });
}

function existingMistakes({ topicArn, keyArn }: Alerts<"existing">, { partition }: Site): Mistake[] {
  const [, topicPartition, , topicRegion = ""] = topicArn.split(":");
  if (topicPartition !== partition) {
    return [
      {
        path: ["alerts", "topicArn"],
        message: `a topic of partition ${partition}, where this environment is: arn:${partition}:sns:…`,
      },
    ];
  }
  const beginning = `arn:${partition}:kms:${topicRegion}:`;
  return keyArn === undefined || keyArn.startsWith(beginning)
    ? []
    : [
        {
          path: ["alerts", "keyArn"],
          message: `a key of the topic's region, ${beginning}…: SNS uses no other`,
        },
      ];
}
