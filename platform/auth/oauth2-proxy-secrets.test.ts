import assert from "node:assert/strict";
import { applyTransforms, type JsonObject, type Manifest } from "../../manifests";
import { oauth2ProxySecrets } from "./oauth2-proxy-secrets";

const from = (name: string, key: string, secret = "oauth2-proxy-hash"): JsonObject => ({
  name,
  valueFrom: { secretKeyRef: { name: secret, key } },
});
const other = { name: "OTHER", value: "x" };
const id = from("OAUTH2_PROXY_CLIENT_ID", "client-id");
const client = from("OAUTH2_PROXY_CLIENT_SECRET", "client-secret");
const cookie = from("OAUTH2_PROXY_COOKIE_SECRET", "cookie-secret");

function proxy(env: readonly JsonObject[]): Manifest {
  const container = {
    name: "oauth2-proxy",
    env: [...env],
    volumeMounts: [{ name: "config", mountPath: "/etc/c" }],
  };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "oauth2-proxy", namespace: "oauth2-proxy" },
    spec: {
      template: {
        spec: { containers: [container], volumes: [{ name: "config", configMap: { name: "oauth2-proxy" } }] },
      },
    },
  };
}

describe("oauth2ProxySecrets", () => {
  it("are files, and the client's ID a value", () => {
    const [changed] = applyTransforms([proxy([other, id, client, cookie])], [oauth2ProxySecrets]);
    assert.deepEqual(changed?.spec, {
      template: {
        spec: {
          containers: [
            {
              name: "oauth2-proxy",
              env: [
                other,
                { name: "OAUTH2_PROXY_CLIENT_ID", value: "kubeflow-oidc-authservice" },
                {
                  name: "OAUTH2_PROXY_CLIENT_SECRET_FILE",
                  value: "/etc/oauth2-proxy-secrets/client-secret",
                },
                {
                  name: "OAUTH2_PROXY_COOKIE_SECRET_FILE",
                  value: "/etc/oauth2-proxy-secrets/cookie-secret",
                },
              ],
              volumeMounts: [
                { name: "config", mountPath: "/etc/c" },
                { name: "oauth2-proxy-secrets", mountPath: "/etc/oauth2-proxy-secrets", readOnly: true },
              ],
            },
          ],
          volumes: [
            { name: "config", configMap: { name: "oauth2-proxy" } },
            {
              name: "oauth2-proxy-secrets",
              secret: {
                secretName: "oauth2-proxy-hash",
                items: [
                  { key: "client-secret", path: "client-secret" },
                  { key: "cookie-secret", path: "cookie-secret" },
                ],
              },
            },
          ],
        },
      },
    });
  });

  it("stop the program where the release has them otherwise", () => {
    const run = (env: readonly JsonObject[]) => applyTransforms([proxy(env)], [oauth2ProxySecrets]);
    assert.throws(() => run([id, client]), /does not take OAUTH2_PROXY_COOKIE_SECRET from cookie-secret/);
    assert.throws(
      () => run([id, client, from("OAUTH2_PROXY_COOKIE_SECRET", "other")]),
      /does not take OAUTH2_PROXY_COOKIE_SECRET/,
    );
    assert.throws(
      () => run([id, client, from("OAUTH2_PROXY_COOKIE_SECRET", "cookie-secret", "b")]),
      /several Secrets/,
    );
  });
});
