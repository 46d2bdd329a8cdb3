import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { RDSClient } from "@aws-sdk/client-rds";
import { S3Client } from "@aws-sdk/client-s3";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";

/** Clients of AWS' own SDK, all for the emulator. */
export interface Clients {
  readonly events: EventBridgeClient;
  readonly iam: IAMClient;
  readonly kms: KMSClient;
  readonly rds: RDSClient;
  readonly s3: S3Client;
  readonly sns: SNSClient;
  readonly sqs: SQSClient;
  /** Lets go of their connections. */
  destroy(): void;
}

/**
 * Endpoint and credentials are given, so that nothing is looked for in the user's environment, profiles or instance
 * metadata, and no request can reach a real account.
 */
export function clientsOf(endpoint: string, region: string): Clients {
  const common = {
    endpoint,
    region,
    credentials: { accessKeyId: "emulated", secretAccessKey: "emulated" },
    maxAttempts: 1,
  };
  const clients = {
    events: new EventBridgeClient(common),
    iam: new IAMClient(common),
    kms: new KMSClient(common),
    rds: new RDSClient(common),
    // Bucket names are no host names on loopback.
    s3: new S3Client({ ...common, forcePathStyle: true }),
    sns: new SNSClient(common),
    sqs: new SQSClient(common),
  };
  return {
    ...clients,
    destroy: () => {
      for (const client of Object.values(clients)) {
        client.destroy();
      }
    },
  };
}
