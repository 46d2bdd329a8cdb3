import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { bootstrapScript } from "./script";
import { katibUsers, pipelinesUsers } from "./users";

const client =
  "--host=db.example.com --port=3306 --user=administrator --connect-timeout=10 --ssl-mode=REQUIRED";

const grants = (database: string, user: string) =>
  `GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX, REFERENCES ON ${database}.* TO '${user}'@'%';`;

const made = (database: string) =>
  `CREATE DATABASE IF NOT EXISTS ${database} CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_ai_ci;`;

/** Runs a script with a `mysql` that writes down what it is called with and what it reads, and exits with `status`. */
function run(script: string, variables: Readonly<Record<string, string>>, status = 0) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "bootstrap-"));
  try {
    const calls = path.join(folder, "calls");
    const program = `#!/bin/bash\necho "$@" >> ${calls}\n[[ "$*" == *--execute=* ]] || cat >> ${calls}\nexit ${status}\n`;
    fs.writeFileSync(path.join(folder, "mysql"), program, { mode: 0o755 });
    const {
      status: exit,
      stdout,
      stderr,
    } = spawnSync("bash", ["-c", script], {
      encoding: "utf8",
      // As in a pod: for a socket on its input bash would run the profile of whoever tests.
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        PATH: `${folder}:/usr/bin:/bin`,
        DATABASE_HOST: "db.example.com",
        DATABASE_PORT: "3306",
        ADMINISTRATOR: "administrator",
        MYSQL_PWD: "p#'s \\word",
        ...variables,
      },
    });
    const read = fs.existsSync(calls) ? fs.readFileSync(calls, "utf8").trimEnd().split("\n") : [];
    return { exit, log: stdout.trimEnd().split("\n"), stderr, read };
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

describe("bootstrapScript", () => {
  it("makes databases, users and grants, and logs no password", () => {
    const script = bootstrapScript(Object.values(pipelinesUsers), undefined);
    const passwords = { PIPELINES_PASSWORD: "aB3", METADATA_PASSWORD: "cD4" };
    const pipelines = `'pipelines'@'%' IDENTIFIED WITH caching_sha2_password BY 'aB3' REQUIRE SSL;`;
    const metadata = `'metadata'@'%' IDENTIFIED WITH mysql_native_password BY 'cD4' REQUIRE SSL;`;
    assert.deepEqual(run(script, passwords), {
      exit: 0,
      stderr: "",
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
    const { read } = run(bootstrapScript([katibUsers.katib], "/ca.pem"), { KATIB_PASSWORD: "aB3" });
    const [first] = read;
    assert.ok(first?.includes("--connect-timeout=10 --ssl-mode=VERIFY_IDENTITY --ssl-ca=/ca.pem --table"));
  });

  it("stops where the server refuses, and where a password could end a statement", () => {
    const script = bootstrapScript([katibUsers.katib], undefined);
    const refused = run(script, { KATIB_PASSWORD: "aB3" }, 1);
    assert.deepEqual([refused.exit, refused.read.length], [1, 1]);
    const unsafe = run(script, { KATIB_PASSWORD: "a'; DROP DATABASE katib; --" });
    assert.deepEqual(
      [unsafe.exit, unsafe.stderr],
      [1, "The password of katib is not of letters and digits alone\n"],
    );
    assert.equal(unsafe.read.length, 1);
    assert.equal(run(script, {}).exit, 1);
  });
});
