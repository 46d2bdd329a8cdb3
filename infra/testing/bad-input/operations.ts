import type { BadInput } from "./bad-input";

/** The edge, images, backups, the budget and tags. */
export const badOperations: readonly BadInput[] = [
  {
    what: "no edge in production",
    in: "prod",
    set: { edge: undefined },
    path: "edge",
    says: /^production needs a domain, with a certificate for it, and sign-on: set edge\.domain and edge\.signOn$/,
  },
  {
    what: "a domain with a trailing dot",
    in: "prod",
    set: { edge: { domain: "kubeflow.example.com." } },
    path: "edge.domain",
    says: /^a DNS name in lower case, such as kubeflow\.example\.com$/,
  },
  {
    what: "a certificate of another region",
    in: "prod",
    set: {
      edge: {
        certificateArn: "arn:aws:acm:us-east-1:111122223333:certificate/1234abcd",
      },
    },
    path: "edge.certificateArn",
    says: /^a certificate of this account and region, arn:aws:acm:us-west-2:111122223333:certificate\/…; /,
  },
  {
    what: "a domain of models that the zone made here can't hold",
    in: "prod",
    set: { edge: { models: { domain: "models.example.com" } } },
    path: "edge.models.zoneId",
    says: /^the zone that is made for kubeflow\.example\.com can hold no records of models\.example\.com: set edge\.models\.zoneId to /,
  },
  {
    what: "a sign-in page named after AWS",
    in: "prod",
    set: { edge: { signOn: { domainPrefix: "kubeflow-on-aws" } } },
    path: "edge.signOn.domainPrefix",
    says: /^a prefix without aws, amazon or cognito in it$/,
  },
  {
    what: "an issuer that is no URL",
    in: "prod",
    set: {
      edge: {
        signOn: {
          kind: "oidc",
          issuer: "login",
          clientId: "kubeflow",
          clientSecretArn: "arn:aws:secretsmanager:us-west-2:111122223333:secret:kubeflow-AbCdEf",
        },
      },
    },
    path: "edge.signOn.issuer",
    says: /^an https:\/\/ URL$/,
  },
  {
    what: "an issuer without TLS",
    in: "prod",
    set: {
      edge: {
        signOn: {
          kind: "oidc",
          issuer: "http://login.example.com",
          clientId: "kubeflow",
          clientSecretArn: "arn:aws:secretsmanager:us-west-2:111122223333:secret:kubeflow-AbCdEf",
        },
      },
    },
    path: "edge.signOn.issuer",
    says: /^an https:\/\/ URL$/,
  },
  {
    what: "a client secret of another region",
    in: "prod",
    set: {
      edge: {
        signOn: {
          kind: "oidc",
          issuer: "https://login.example.com",
          clientId: "kubeflow",
          clientSecretArn: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:kubeflow-AbCdEf",
        },
      },
    },
    path: "edge.signOn.clientSecretArn",
    says: /^a secret of this account and region, arn:aws:secretsmanager:us-west-2:111122223333:secret:…$/,
  },
  {
    what: "a pull-through cache that asks for credentials, without them",
    in: "prod",
    set: { images: { registries: ["quay.io", "docker.io"] } },
    path: "images.credentialArns.docker.io",
    says: /^ECR caches docker\.io only with credentials: the ARN of a secret named ecr-pullthroughcache\/…$/,
  },
  {
    what: "credentials under a name that ECR does not read",
    in: "prod",
    set: {
      images: {
        registries: ["ghcr.io"],
        credentialArns: {
          "ghcr.io": "arn:aws:secretsmanager:us-west-2:111122223333:secret:ghcr-AbCdEf",
        },
      },
    },
    path: "images.credentialArns.ghcr.io",
    says: /^the ARN of a secret whose name begins with ecr-pullthroughcache\/$/,
  },
  {
    what: "a mirror by its URL",
    in: "dev",
    set: {
      images: { kind: "mirror", registry: "https://registry.example.com" },
    },
    path: "images.registry",
    says: /^a host with an optional path$/,
  },
  {
    what: "no backup in production",
    in: "prod",
    set: { backup: { enabled: false } },
    path: "backup.enabled",
    says: /^true in production; or set tier to development$/,
  },
  {
    what: "a schedule as cron on Linux has it",
    in: "prod",
    set: { backup: { schedule: "0 3 * * *" } },
    path: "backup.schedule",
    says: /^an AWS cron expression such as cron\(0 3 \* \* \? \*\)$/,
  },
  {
    what: "a schedule with a field too few",
    in: "prod",
    set: { backup: { schedule: "cron(0 3 * * ?)" } },
    path: "backup.schedule",
    says: /^an AWS cron expression such as cron\(0 3 \* \* \? \*\)$/,
  },
  {
    what: "alerts to a topic by its name",
    in: "prod",
    set: { alerts: { kind: "existing", topicArn: "alerts" } },
    path: "alerts.topicArn",
    says: /^the ARN of an SNS topic, such as arn:aws:sns:us-west-2:111122223333:alerts$/,
  },
  {
    what: "alerts to a topic that isn't named",
    in: "prod",
    set: { alerts: { kind: "existing" } },
    path: "alerts.topicArn",
    says: /^the ARN of an SNS topic, such as /,
  },
  {
    what: "alerts of an unknown kind",
    in: "dev",
    set: { alerts: { kind: "new" } },
    path: "alerts.kind",
    says: /^kind is one of created, existing$/,
  },
  {
    what: "alerts to a topic with a key of another region",
    in: "prod",
    set: {
      alerts: {
        kind: "existing",
        topicArn: "arn:aws:sns:us-west-2:111122223333:alerts",
        keyArn: "arn:aws:kms:eu-west-1:111122223333:key/1234",
      },
    },
    path: "alerts.keyArn",
    says: /^a key of the topic's region, arn:aws:kms:us-west-2:…: SNS uses no other$/,
  },
  {
    what: "alerts into a queue that is FIFO",
    in: "prod",
    set: { alerts: { kind: "created", queueArns: ["arn:aws:sqs:us-west-2:111122223333:alerts.fifo"] } },
    path: "alerts.queueArns.0",
    says: /^the ARN of an SQS queue that is not FIFO: the topic isn't either$/,
  },
  {
    what: "alerts to a function of another region",
    in: "dev",
    set: { alerts: { kind: "created", functionArns: ["arn:aws:lambda:eu-west-1:111122223333:function:a"] } },
    path: "alerts.functionArns.0",
    says: /^a function of this account and region, arn:aws:lambda:us-west-2:111122223333:…; /,
  },
  {
    what: "alerts by mail to one address twice",
    in: "prod",
    set: { alerts: { kind: "created", notify: ["ml@example.com", "ml@example.com"] } },
    path: "alerts.notify",
    says: /^each of them once: one is named twice$/,
  },
  {
    what: "a budget that tells nobody",
    in: "prod",
    set: { budget: { notify: [] } },
    path: "budget.notify",
    says: /^one address or more$/,
  },
  {
    what: "an e-mail address without a host",
    in: "prod",
    set: { budget: { notify: ["ml-platform@"] } },
    path: "budget.notify.0",
    says: /^an e-mail address$/,
  },
  {
    what: "a budget below zero",
    in: "dev",
    set: { budget: { monthlyUsd: -1500 } },
    path: "budget.monthlyUsd",
    says: /^one or more$/,
  },
  {
    what: "a tag that AWS keeps for itself",
    in: "dev",
    set: { tags: { more: { "aws:team": "ml" } } },
    path: "tags.more.aws:team",
    says: /^a tag key that AWS accepts$/,
  },
  {
    what: "nobody to ask",
    in: "prod",
    set: { tags: { owner: undefined } },
    path: "tags.owner",
    says: /^a team or a person$/,
  },
];
