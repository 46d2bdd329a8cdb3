import { UserError } from "../../config/errors";
import type { PartName, Setting } from "../part";
import { caBundleOf } from "./ca-bundle";

/** A MySQL server outside of the cluster, as its clients need to know it. */
export interface DatabaseServer {
  readonly host: string;
  readonly port: number;
  /** ARN of the Secrets Manager secret of its administrator: `username` and `password`. */
  readonly administratorArn: string;
  /** PEM text of the authorities that its certificate is checked against; undefined: it is not checked. */
  readonly caBundle?: string;
}

/**
 * The server of an environment; undefined where the release's own MySQL runs in the cluster.
 *
 * @throws UserError where `database.caBundle` can't be read
 */
export function serverOf({ infra, config }: Setting): DatabaseServer | undefined {
  const { database } = infra;
  if (database.kind === "in-cluster") {
    return undefined;
  }
  const caBundle = caBundleOf(config.database);
  return {
    host: database.host,
    port: database.port,
    administratorArn: database.credentialsSecretArn,
    ...(caBundle === undefined ? {} : { caBundle }),
  };
}

/** Parts that bring the administrator's password into the cluster, where there is one to bring. */
export function databaseRequirements({ infra }: Setting): readonly PartName[] {
  return infra.database.kind === "mysql" ? ["externalSecrets"] : [];
}

/** What decides on how a database is reached, known before infra is there. */
export interface DatabaseChoice {
  readonly config: Pick<Setting["config"], "database">;
  readonly infra: {
    /** `host` is known once infra is there. */
    readonly database: { readonly kind: "in-cluster" | "mysql"; readonly host?: string };
    readonly aws?: { readonly region: string } | undefined;
  };
}

/**
 * What keeps an environment's database from being used safely.
 *
 * @throws UserError where nobody would look at the server's certificate and nobody said that this is accepted
 */
export function checkDatabase({ infra, config }: DatabaseChoice): void {
  const { caBundle, acceptUnverified } = config.database;
  if (infra.database.kind === "in-cluster" || caBundle !== undefined || acceptUnverified) {
    return;
  }
  const region = infra.aws?.region ?? "us-west-2";
  const url = `https://truststore.pki.rds.amazonaws.com/${region}/${region}-bundle.pem`;
  throw new UserError(
    [
      `Pipelines and Katib would send their passwords to ${infra.database.host ?? "the database"} without a look at its certificate:`,
      `kubeflow-platform:database.caBundle names no certificate authorities`,
    ].join(" "),
    `curl -fsSLo certificates/${region}-bundle.pem --create-dirs ${url}, and set database.caBundle to that path; or set database.acceptUnverified to true`,
  );
}
