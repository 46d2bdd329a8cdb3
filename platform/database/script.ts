import type { DatabaseName, DatabaseUser } from "./users";

/**
 * What programs that make their own tables need: KFP 2.16.0 and Katib 0.19.0 migrate theirs at each start, ML Metadata
 * 1.14.0 upgrades its schema. CREATE covers `CREATE DATABASE`, which all but Katib try first and take "exists" for done.
 */
const privileges = [
  "SELECT",
  "INSERT",
  "UPDATE",
  "DELETE",
  "CREATE",
  "ALTER",
  "DROP",
  "INDEX",
  "REFERENCES",
].join(", ");

/** The character set and order that upstream's MySQL 8.4 has by default. */
const characters = "CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_ai_ci";

/**
 * Where the Job finds what it signs in with, and the users' passwords: files, as the environment of a process is seen
 * by whoever may run a command in its pod, and printed by programs that report on themselves.
 */
export const credentialFiles = {
  directory: "/etc/kubeflow-on-aws/credentials",
  administrator: "administrator",
  /** The file with a user's password, in a folder of the user's. */
  passwordOf: ({ name }: Pick<DatabaseUser, "name">): string => `users/${name}/password`,
} as const;

/** The variable of the script that holds a user's password; it is not exported. */
function passwordVariable({ name }: Pick<DatabaseUser, "name">): string {
  return `${name.toUpperCase()}_PASSWORD`;
}

/**
 * A bash script that makes databases and their users with the `mysql` client. It may run any number of times: it makes
 * what is missing, sets passwords to those of the files, and drops nothing. Passwords reach the server by standard
 * input and TLS; the log has names and grants. The administrator's is in the environment of `mysql` alone, which takes
 * it from nowhere else without an option file.
 *
 * Variables: DATABASE_HOST, DATABASE_PORT.
 *
 * @param caFile where the authorities are that the server's certificate is checked against; undefined: TLS unchecked
 * @param directory where the files of {@link credentialFiles} are
 */
export function bootstrapScript(
  users: readonly DatabaseUser[],
  caFile: string | undefined,
  directory: string = credentialFiles.directory,
): string {
  const administrator = `${directory}/${credentialFiles.administrator}`;
  const tls = caFile === undefined ? "--ssl-mode=REQUIRED" : `--ssl-mode=VERIFY_IDENTITY --ssl-ca=${caFile}`;
  return `${[
    "set -euo pipefail",
    // An assignment of its own for each, so that a file that can't be read stops the script.
    `ADMINISTRATOR="$(<${administrator}/username)"`,
    `ADMINISTRATOR_PASSWORD="$(<${administrator}/password)"`,
    ...users.map(
      (user) => `${passwordVariable(user)}="$(<${directory}/${credentialFiles.passwordOf(user)})"`,
    ),
    "sql() {",
    `  MYSQL_PWD="$ADMINISTRATOR_PASSWORD" mysql --host="$DATABASE_HOST" --port="$DATABASE_PORT" --user="$ADMINISTRATOR" --connect-timeout=10 ${tls} "$@"`,
    "}",
    'echo "As $ADMINISTRATOR at $DATABASE_HOST:$DATABASE_PORT"',
    `sql --table --execute="SELECT VERSION() AS server; SHOW STATUS LIKE 'Ssl_cipher'"`,
    ...users.flatMap(stepsOf),
    'echo "Done"',
  ].join("\n")}\n`;
}

function stepsOf(user: DatabaseUser): string[] {
  const variable = passwordVariable(user);
  const account = `'${user.name}'@'%'`;
  const identified = `${account} IDENTIFIED WITH ${user.plugin} BY '$${variable}' REQUIRE SSL;`;
  const statements = [
    ...user.databases.map((database) => `CREATE DATABASE IF NOT EXISTS ${database} ${characters};`),
    `CREATE USER IF NOT EXISTS ${identified}`,
    // A user that was there before gets this password and plugin too.
    `ALTER USER ${identified}`,
    ...user.databases.map((database) => grant(database, account)),
  ];
  return [
    `if [[ ! "$${variable}" =~ ^[A-Za-z0-9]+$ ]]; then`,
    `  echo "The password of ${user.name} is not of letters and digits alone" >&2`,
    "  exit 1",
    "fi",
    `echo "User ${user.name} for ${user.databases.join(", ")}"`,
    // A pipe: for a here document bash may want a file, and the root file system is read-only.
    `printf '%s\\n' \\`,
    ...statements.map((statement) => `  "${statement}" \\`),
    "  | sql",
    `sql --table --execute="SHOW GRANTS FOR ${account}"`,
  ];
}

function grant(database: DatabaseName, account: string): string {
  return `GRANT ${privileges} ON ${database}.* TO ${account};`;
}
