import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { UserError } from "../config/errors";
import { readKubeconfig } from "./kubeconfig";
import { kubeconfigFor } from "./testing/api-server";

const throwsUserError = (action: () => unknown, message: RegExp) => {
  assert.throws(action, (error) => error instanceof UserError && message.test(error.message));
};

describe("readKubeconfig", () => {
  it("takes server, token and certificates from the current context", async () => {
    const user = { token: "abc", "client-key-data": Buffer.from("key").toString("base64") };
    const connection = readKubeconfig(kubeconfigFor("https://10.0.0.1:6443/", user));
    assert.equal(connection.server, "https://10.0.0.1:6443");
    assert.equal(await connection.authorization(), "Bearer abc");
    assert.equal(String(connection.tls.key), "key");
    assert.equal(connection.tls.rejectUnauthorized, true);
  });

  it("reads files relative to the given folder, tokens anew each time", async () => {
    const directory = fs.mkdtempSync(path.join(os.tmpdir(), "kubeconfig-"));
    fs.writeFileSync(path.join(directory, "token"), "one\n");
    const connection = readKubeconfig(kubeconfigFor("https://a", { tokenFile: "token" }), { directory });
    assert.equal(await connection.authorization(), "Bearer one");
    fs.writeFileSync(path.join(directory, "token"), "two");
    assert.equal(await connection.authorization(), "Bearer two");
    fs.rmSync(directory, { recursive: true });
  });

  it("runs the command of an exec user", async () => {
    const credential = {
      apiVersion: "client.authentication.k8s.io/v1",
      kind: "ExecCredential",
      status: { token: "from-command" },
    };
    const exec = {
      apiVersion: "client.authentication.k8s.io/v1",
      command: process.execPath,
      args: ["-e", `console.log('${JSON.stringify(credential)}')`],
      interactiveMode: "Never",
    };
    const connection = readKubeconfig(kubeconfigFor("https://a", { exec }));
    assert.equal(await connection.authorization(), "Bearer from-command");
  });

  it("says what is wrong", () => {
    const good = kubeconfigFor("https://a");
    throwsUserError(() => readKubeconfig("  "), /the kubeconfig is empty/);
    throwsUserError(() => readKubeconfig("a: ["), /no YAML/);
    throwsUserError(() => readKubeconfig("[]"), /not valid/);
    throwsUserError(() => readKubeconfig(good, { context: "other" }), /no context other; it has test/);
    throwsUserError(
      () => readKubeconfig(kubeconfigFor("ftp://a")),
      /cluster test of the kubeconfig[^]*server/,
    );
    throwsUserError(
      () => readKubeconfig(kubeconfigFor("https://a", { "client-certificate": "/nowhere/x" })),
      /can't be read/,
    );
  });
});
