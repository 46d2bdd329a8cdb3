import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { bootstrapScript } from "./script";
import { type DatabaseUser, katibUsers, pipelinesUsers } from "./users";

const client =
  "--host=db.example.com --port=3306 --user=administrator --connect-timeout=10 --ssl-mode=REQUIRED";

const administratorPassword = "p#'s \\word";

const grants = (database: string, user: string) =>
  `GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX, REFERENCES ON ${database}.* TO '${user}'@'%';`;

const made = (database: string) =>
  `CREATE DATABASE IF NOT EXISTS ${database} CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_ai_ci;`;

/**
 * Runs the script with a `mysql` that writes down what it is called with and what it reads, and exits with `status`.
 *
 * @param passwords by user
 */
function run(
  users: readonly DatabaseUser[],
  passwords: Readonly<Record<string, string>>,
  { caFile, status = 0 }: { readonly caFile?: string; readonly status?: number } = {},
) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "bootstrap-"));
  const write = (file: string, text: string) => {
    fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    fs.writeFileSync(path.join(folder, file), text, { mode: 0o755 });
  };
  try {
    const calls = path.join(folder, "calls");
    write(
      "mysql",
      `#!/bin/bash\necho "$@" >> ${calls}\necho "$MYSQL_PWD" >> ${calls}.passwords\n[[ "$*" == *--execute=* ]] || cat >> ${calls}\nexit ${status}\n`,
    );
    write("administrator/username", "administrator");
    write("administrator/password", administratorPassword);
    for (const [user, password] of Object.entries(passwords)) {
      write(`users/${user}/password`, password);
    }
    const {
      status: exit,
      stdout,
      stderr,
    } = spawnSync("bash", ["-c", bootstrapScript(users, caFile, folder)], {
      encoding: "utf8",
      // As in a pod: for a socket on its input bash would run the profile of whoever tests.
      stdio: ["ignore", "pipe", "pipe"],
      env: { PATH: `${folder}:/usr/bin:/bin`, DATABASE_HOST: "db.example.com", DATABASE_PORT: "3306" },
    });
    const linesOf = (file: string) =>
      fs.existsSync(file) ? fs.readFileSync(file, "utf8").trimEnd().split("\n") : [];
    return {
      exit,
      log: stdout.trimEnd().split("\n"),
      stderr: stderr.replaceAll(folder, ""),
      read: linesOf(calls),
      signedInWith: [...new Set(linesOf(`${calls}.passwords`))],
    };
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

describe("bootstrapScript", () => {
  it("makes databases, users and grants, and logs no password", () => {
    const passwords = { pipelines: "aB3", metadata: "cD4" };
    const pipelines = `'pipelines'@'%' IDENTIFIED WITH caching_sha2_password BY 'aB3' REQUIRE SSL;`;
    const metadata = `'metadata'@'%' IDENTIFIED WITH mysql_native_password BY 'cD4' REQUIRE SSL;`;
    assert.deepEqual(run(Object.values(pipelinesUsers), passwords), {
      exit: 0,
      stderr: "",
      signedInWith: [administratorPassword],
      log: [
        "As administrator at db.example.com:3306",
        "User pipelines for mlpipeline, cachedb",
        "User metadata for metadb",
        "Done",
      ],
      read: [
        `${client} --table --execute=SELECT VERSION() AS server; SHOW STATUS LIKE 'Ssl_cipher'`,
        client,
        made("mlpipeline"),
        made("cachedb"),
        `CREATE USER IF NOT EXISTS ${pipelines}`,
        `ALTER USER ${pipelines}`,
        grants("mlpipeline", "pipelines"),
        grants("cachedb", "pipelines"),
        `${client} --table --execute=SHOW GRANTS FOR 'pipelines'@'%'`,
        client,
        made("metadb"),
        `CREATE USER IF NOT EXISTS ${metadata}`,
        `ALTER USER ${metadata}`,
        grants("metadb", "metadata"),
        `${client} --table --execute=SHOW GRANTS FOR 'metadata'@'%'`,
      ],
    });
  });

  it("checks certificate and host where it is given authorities", () => {
    const { read } = run([katibUsers.katib], { katib: "aB3" }, { caFile: "/ca.pem" });
    const [first] = read;
    assert.ok(first?.includes("--connect-timeout=10 --ssl-mode=VERIFY_IDENTITY --ssl-ca=/ca.pem --table"));
  });

  it("stops where the server refuses, and where a password could end a statement", () => {
    const refused = run([katibUsers.katib], { katib: "aB3" }, { status: 1 });
    assert.deepEqual([refused.exit, refused.read.length], [1, 1]);
    const unsafe = run([katibUsers.katib], { katib: "a'; DROP DATABASE katib; --" });
    assert.deepEqual(
      [unsafe.exit, unsafe.stderr],
      [1, "The password of katib is not of letters and digits alone\n"],
    );
    assert.equal(unsafe.read.length, 1);
  });

  it("asks no server where a password is missing", () => {
    const { exit, read, stderr } = run([katibUsers.katib], {});
    assert.deepEqual([exit, read], [1, []]);
    assert.match(stderr, /\/users\/katib\/password: No such file/);
  });
});
