import * as kms from "@pulumi/aws/kms";
import * as pulumi from "@pulumi/pulumi";
import type { EncryptionConfig } from "../config/storage";
import type { Site } from "../site";
import { type KeyPolicy, clusterSecretsKeyPolicy, dataKeyPolicy } from "./key-policy";

/** What {@link EncryptionKeys} are made from. */
export interface EncryptionKeysArgs {
  /** Where they are. */
  readonly site: Site;
  /** `kubeflow-infra:encryption`: a data key that is given, and how long a deletion can be taken back. */
  readonly config: EncryptionConfig;
  /** Key of Kubernetes Secrets that is given. Default: one is made. */
  readonly clusterSecretsKeyArn?: string | undefined;
}

/**
 * The KMS keys: one for everything stored, one for Kubernetes Secrets, each 1 USD a month and rotated by KMS every
 * year. A key that is given is used as it is; `dataKeyPolicy` says what its policy must allow.
 *
 * Deleting a key loses what it encrypts, backups too; KMS waits `deletionWindowDays` before it does.
 */
export class EncryptionKeys extends pulumi.ComponentResource {
  /** Key of buckets, volumes, databases, queues, secrets and logs. */
  readonly dataKeyArn: pulumi.Output<string>;
  /** Key of Kubernetes Secrets. */
  readonly clusterSecretsKeyArn: pulumi.Output<string>;

  constructor(name: string, args: EncryptionKeysArgs, opts?: pulumi.ComponentResourceOptions) {
    super("kubeflow:infra:EncryptionKeys", name, {}, opts);
    const { site, config } = args;
    this.dataKeyArn = this.given(config.dataKeyArn) ?? this.make(name, args, "data", dataKeyPolicy(site));
    this.clusterSecretsKeyArn =
      this.given(args.clusterSecretsKeyArn) ??
      this.make(name, args, "cluster-secrets", clusterSecretsKeyPolicy(site));
    this.registerOutputs({
      dataKeyArn: this.dataKeyArn,
      clusterSecretsKeyArn: this.clusterSecretsKeyArn,
    });
  }

  private given(arn: string | undefined): pulumi.Output<string> | undefined {
    return arn === undefined ? undefined : pulumi.output(arn);
  }

  private make(
    name: string,
    { site, config }: EncryptionKeysArgs,
    purpose: keyof typeof DESCRIPTIONS,
    policy: KeyPolicy,
  ): pulumi.Output<string> {
    const physicalName = `${site.clusterName}-${purpose}`;
    const key = new kms.Key(
      `${name}-${purpose}`,
      {
        description: `${site.clusterName}: ${DESCRIPTIONS[purpose]}`,
        enableKeyRotation: true,
        deletionWindowInDays: config.deletionWindowDays,
        policy: JSON.stringify(policy),
        tags: { Name: physicalName },
      },
      { parent: this },
    );
    new kms.Alias(
      `${name}-${purpose}`,
      { name: `alias/${physicalName}`, targetKeyId: key.id },
      { parent: this },
    );
    return key.arn;
  }
}

const DESCRIPTIONS = {
  data: "buckets, volumes, databases, queues, secrets and logs",
  "cluster-secrets": "Kubernetes Secrets",
} as const;
