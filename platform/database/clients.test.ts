import assert from "node:assert/strict";
import { applyTransforms } from "../../manifests";
import { deployment } from "../pipelines/testing";
import { goTls, trustDatabase } from "./clients";

const target = { kind: "Deployment", name: "server", namespace: "kubeflow" };
const before = deployment("server", { KEPT: { value: "x" } });

describe("trustDatabase", () => {
  it("gives a program the authorities beside those of its image", () => {
    const [after] = applyTransforms([before], [trustDatabase(target, "katib", { caBundle: "PEM" })]);
    assert.deepEqual(after?.spec, {
      template: {
        metadata: { labels: { app: "server" } },
        spec: {
          volumes: [{ name: "database-ca", configMap: { name: "katib-database-ca" } }],
          containers: [
            {
              name: "server",
              env: [
                { name: "KEPT", value: "x" },
                { name: "SSL_CERT_DIR", value: "/etc/kubeflow-on-aws/database" },
              ],
              volumeMounts: [
                { name: "database-ca", mountPath: "/etc/kubeflow-on-aws/database", readOnly: true },
              ],
            },
          ],
        },
      },
    });
  });

  it("changes nothing where there are none", () => {
    assert.deepEqual(applyTransforms([before], [trustDatabase(target, "katib", {})]), [before]);
  });
});

describe("goTls", () => {
  it("checks certificates where there is something to check them against", () => {
    assert.deepEqual([goTls({ caBundle: "PEM" }), goTls({})], ["true", "skip-verify"]);
  });
});
