import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

/**
 * Every credential of the platform, generated once and kept in the stack's state as secrets: stable across
 * `up`, another in each environment, shown by `npm run status -- --show-secrets` only.
 */
export class Credentials extends pulumi.ComponentResource {
  /** The static dex user's password; dex is given its bcrypt hash. */
  readonly user: random.RandomPassword;
  /** Secret of oauth2-proxy as a client of dex. */
  readonly oidcClientSecret: random.RandomPassword;
  /** oauth2-proxy takes exactly 16, 24 or 32 bytes. */
  readonly cookieSecret: random.RandomPassword;
  /** Root of the in-cluster MySQL of pipelines and metadata; the user of pipelines alone where it is outside. */
  readonly pipelinesDatabase: random.RandomPassword;
  /** The user of ML Metadata where its MySQL is outside of the cluster. */
  readonly metadataDatabase: random.RandomPassword;
  /** Root of Katib's in-cluster MySQL; its user where that is outside. */
  readonly katibDatabase: random.RandomPassword;
  /** Root of the model registry's in-cluster MySQL. */
  readonly modelRegistryDatabase: random.RandomPassword;
  readonly objectStoreAccessKey: random.RandomPassword;
  readonly objectStoreSecretKey: random.RandomPassword;
  /** Grafana's administrator. */
  readonly grafana: random.RandomPassword;

  constructor(name: string, options?: pulumi.ComponentResourceOptions) {
    super("kubeflow:platform:Credentials", name, {}, options);
    // Letters and digits alone: upstream hands some of these to shells and connection strings unquoted.
    const generate = (credential: string, length: number) =>
      new random.RandomPassword(credential, { length, special: false }, { parent: this });
    this.user = generate("user-password", 20);
    this.oidcClientSecret = generate("oidc-client-secret", 40);
    this.cookieSecret = generate("cookie-secret", 32);
    this.pipelinesDatabase = generate("pipelines-database-password", 24);
    this.metadataDatabase = generate("metadata-database-password", 24);
    this.katibDatabase = generate("katib-database-password", 24);
    this.modelRegistryDatabase = generate("model-registry-database-password", 24);
    this.objectStoreAccessKey = generate("object-store-access-key", 20);
    this.objectStoreSecretKey = generate("object-store-secret-key", 40);
    this.grafana = generate("grafana-password", 24);
    this.registerOutputs({});
  }
}
