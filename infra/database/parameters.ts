/** A parameter of MySQL that is set here instead of left at RDS' default. */
export interface DatabaseParameter {
  readonly name: string;
  readonly value: string;
  /** Both take effect without a restart, except `pending-reboot`. */
  readonly applyMethod: "immediate" | "pending-reboot";
  /** Why it isn't the default. */
  readonly reason: string;
}

/**
 * Which plugin new accounts get can't be set in MySQL 8.0: RDS for MySQL 8.0.34 and later 8.0 versions, and Aurora MySQL 3, use
 * mysql_native_password, which is what ML Metadata 1.14 needs, and their parameter default_authentication_plugin
 * can't be modified (RDS User Guide, "Known issues and limitations for Amazon RDS for MySQL"; Aurora User Guide,
 * "Comparing Aurora MySQL version 3 and MySQL 8.0"). Naming it in a parameter group makes RDS refuse the group.
 */
export const NOT_MODIFIABLE = ["default_authentication_plugin"] as const;

const shared = [
  {
    name: "character_set_server",
    value: "utf8mb4",
    applyMethod: "immediate",
    reason: "names of runs and of artifacts are whatever people type",
  },
  {
    name: "slow_query_log",
    value: "1",
    applyMethod: "immediate",
    reason: "the first question about a slow dashboard; the log goes to CloudWatch Logs",
  },
  {
    name: "long_query_time",
    value: "2",
    applyMethod: "immediate",
    reason: "MySQL's own 10 seconds are longer than anybody waits for a page",
  },
  {
    name: "log_output",
    value: "FILE",
    applyMethod: "immediate",
    reason: "logs in tables are not published to CloudWatch Logs",
  },
  {
    name: "local_infile",
    value: "0",
    applyMethod: "immediate",
    reason: "a server that is taken over can't ask its clients for their files",
  },
] as const satisfies readonly DatabaseParameter[];

/** Reason of the parameter that differs in spelling only. */
const TLS_REASON = "a client that does not offer TLS is refused (error 3159) instead of sending its password";

/** Parameters of RDS for MySQL 8.0. Its require_secure_transport takes 0 and 1, Aurora's takes ON and OFF. */
const MYSQL_8_0: readonly DatabaseParameter[] = [
  { name: "require_secure_transport", value: "1", applyMethod: "immediate", reason: TLS_REASON },
  ...shared,
];

/**
 * MySQL 8.4 still has mysql_native_password and is the last that does, but new accounts get another plugin unless
 * this says so (Aurora User Guide, "Security considerations for upgrading from Aurora MySQL version 3 to version
 * 8.4"; the RDS guide has the same parameter). The administrator's account is made with it too.
 */
const MYSQL_8_4: readonly DatabaseParameter[] = [
  ...MYSQL_8_0,
  {
    name: "authentication_policy",
    value: "*:mysql_native_password",
    applyMethod: "pending-reboot",
    reason: "the client inside ML Metadata 1.14 knows no caching_sha2_password",
  },
];

/** What a version of RDS for MySQL needs in its parameter group, which belongs to a family of versions. */
export function rdsParameterGroup(engineVersion: string): {
  family: "mysql8.0" | "mysql8.4";
  parameters: readonly DatabaseParameter[];
} {
  return /^8\.4(\.|$)/.test(engineVersion)
    ? { family: "mysql8.4", parameters: MYSQL_8_4 }
    : { family: "mysql8.0", parameters: MYSQL_8_0 };
}

/**
 * Parameters of Aurora MySQL: all in the cluster's group, which instances follow where their own group is the
 * default one.
 */
export const AURORA_PARAMETERS: readonly DatabaseParameter[] = [
  { name: "require_secure_transport", value: "ON", applyMethod: "immediate", reason: TLS_REASON },
  ...shared,
];

/** The part of a parameter that the provider takes. */
export function parameterArgs(
  parameters: readonly DatabaseParameter[],
): { name: string; value: string; applyMethod: string }[] {
  return parameters.map(({ name, value, applyMethod }) => ({ name, value, applyMethod }));
}
