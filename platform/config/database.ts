import * as z from "zod";

/**
 * `kubeflow-platform:database`: how MySQL outside of the cluster is reached, where infra has one. Connections are
 * encrypted in any case, as RDS refuses others; without `caBundle` nobody looks at whom they lead to.
 */
export const DatabaseConfig = z.strictObject({
  /**
   * PEM file with the certificate authorities that sign the database's certificate, relative to the repository. AWS
   * publishes one for each region: https://truststore.pki.rds.amazonaws.com/us-west-2/us-west-2-bundle.pem. With it
   * Pipelines, Katib and the job that makes their users verify certificate and host name, and ML Metadata the
   * certificate. Default: none, and `up` asks for it.
   */
  caBundle: z
    .string()
    .min(1, "a path such as certificates/us-west-2-bundle.pem")
    .refine((file) => !file.startsWith("/") && !file.split("/").includes(".."), "a path in the repository")
    .optional(),
  /**
   * Whether to go on without `caBundle`: who can take the database's place in the VPC reads passwords and data then.
   * Default: false.
   */
  acceptUnverified: z.boolean().default(false),
});

/** See the schema of the same name. */
export type DatabaseConfig = z.output<typeof DatabaseConfig>;
