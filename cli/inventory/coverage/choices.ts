import type { Environment } from "../../../infra/testing/bad-input/settings";
import { EXISTING_VPC } from "./program";

/** An environment by its tracked file and what is chosen otherwise. */
export interface Choice {
  readonly base: Environment;
  readonly changes: Readonly<Record<string, unknown>>;
}

const secretArn = (name: string): string => `arn:aws:secretsmanager:us-west-2:111122223333:secret:${name}`;

/** dev and prod, and environments that choose otherwise wherever there is a choice. */
export const CHOICES: Readonly<Record<string, Choice>> = {
  dev: { base: "dev", changes: {} },
  prod: { base: "prod", changes: {} },
  "prod in a VPC, a zone and with keys that are there": {
    base: "prod",
    changes: {
      network: {
        kind: "existing",
        vpcId: EXISTING_VPC,
        privateSubnetIds: ["subnet-0000000a", "subnet-0000000b"],
        publicSubnetIds: ["subnet-1000000a", "subnet-1000000b"],
      },
      nodeProvisioner: "managed-node-groups",
      encryption: { dataKeyArn: "arn:aws:kms:us-west-2:111122223333:key/data" },
      cluster: { secretsKeyArn: "arn:aws:kms:us-west-2:111122223333:key/secrets" },
      database: { kind: "aurora-serverless" },
      sharedStorage: { lustre: { capacityGiB: 1200 } },
      edge: {
        domain: "ml.example.com",
        hostedZone: { kind: "existing", zoneId: "Z0123456789ABCDEFGHIJ" },
        certificateArn: "arn:aws:acm:us-west-2:111122223333:certificate/given",
        signOn: {
          kind: "oidc",
          issuer: "https://login.example.com",
          clientId: "kubeflow",
          clientSecretArn: secretArn("kubeflow-AbCdEf"),
        },
      },
      images: { kind: "mirror", registry: "images.example.com/kubeflow" },
      alerts: {
        kind: "existing",
        topicArn: "arn:aws:sns:eu-west-1:999999999999:alerts",
        keyArn: "arn:aws:kms:eu-west-1:999999999999:key/alerts",
      },
    },
  },
  "prod with everything there is": {
    base: "prod",
    changes: {
      tags: { more: { team: "ml" } },
      identity: { permissionsBoundaryArn: "arn:aws:iam::111122223333:policy/boundary" },
      nodePools: {
        4: {
          capacityTypes: ["reserved"],
          capacityReservations: { ids: ["cr-0123456789abcdef0"], kind: "capacity-block" },
        },
      },
      objectStorage: { corsOrigins: ["https://kubeflow.example.com"] },
      alerts: {
        kind: "created",
        notify: ["ml-platform@example.com"],
        queueArns: ["arn:aws:sqs:us-west-2:111122223333:incidents"],
        functionArns: ["arn:aws:lambda:us-west-2:111122223333:function:pager"],
      },
      sharedStorage: { lustre: { capacityGiB: 2400, deploymentType: "PERSISTENT_2" } },
      images: {
        registries: ["registry.k8s.io", "quay.io", "public.ecr.aws", "docker.io", "ghcr.io"],
        credentialArns: {
          "docker.io": secretArn("ecr-pullthroughcache/docker-AbCdEf"),
          "ghcr.io": secretArn("ecr-pullthroughcache/github-AbCdEf"),
        },
      },
    },
  },
  "dev with nothing that can be left out": {
    base: "dev",
    changes: {
      budget: undefined,
      cluster: { publicAccessCidrs: [], accessEntries: undefined, logs: { types: [] } },
      objectStorage: { intelligentTiering: false },
      sharedStorage: { efs: { enabled: false } },
      database: { kind: "in-cluster" },
      images: { kind: "upstream" },
    },
  },
};
