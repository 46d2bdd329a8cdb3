import assert from "node:assert/strict";
import { applyTransforms, isObject, type Json, type JsonObject, type Manifest } from "../../manifests";
import { externalDatabase } from "./external-database";
import { withoutEmptyPassword } from "./in-cluster-database";
import { registryLink } from "./dashboard-link";
import { inRegistryNamespace } from "./objects";

function configMap(name: string, data: Record<string, string>): Manifest {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace: "kubeflow" }, data };
}

function deployment(args: Json[]): Manifest {
  const template: JsonObject = {
    metadata: { annotations: { kept: "yes" } },
    spec: {
      containers: [{ name: "rest-container", args, env: [{ name: "MYSQL_HOST", value: "x" }] }],
    },
  };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "model-registry-deployment", namespace: "kubeflow" },
    spec: { template },
  };
}

const fromSecret = (name: string, key: string) => ({
  name,
  valueFrom: { secretKeyRef: { name: "mysql-secret", key } },
});

const mysql = {
  kind: "mysql",
  host: "db.example.com",
  port: 3307,
  credentialsSecretArn: "arn:aws:secretsmanager:us-west-2:111122223333:secret:db",
} as const;

describe("externalDatabase", () => {
  it("connects the registry to a database of its own, which is made first", () => {
    const before = deployment(["--port=8080", "--embedmd-database-dsn=old"]);
    const [changed] = applyTransforms([before], [externalDatabase(mysql)]);
    assert.deepEqual(changed?.spec, {
      template: {
        metadata: {
          annotations: { kept: "yes", "traffic.sidecar.istio.io/excludeOutboundPorts": "3307" },
        },
        spec: {
          initContainers: [
            {
              name: "create-database",
              image: "mysql:8.4",
              command: ["mysql"],
              args: [
                "--host=db.example.com",
                "--port=3307",
                "--user=$(DBCONFIG_USER)",
                "--ssl-mode=REQUIRED",
                "--execute=CREATE DATABASE IF NOT EXISTS modelregistry CHARACTER SET utf8mb4",
              ],
              env: [fromSecret("DBCONFIG_USER", "username"), fromSecret("MYSQL_PWD", "password")],
              resources: { requests: { cpu: "50m", memory: "64Mi" }, limits: { memory: "128Mi" } },
              securityContext: {
                allowPrivilegeEscalation: false,
                capabilities: { drop: ["ALL"] },
                readOnlyRootFilesystem: true,
                runAsNonRoot: true,
                runAsUser: 999,
              },
            },
          ],
          containers: [
            {
              name: "rest-container",
              args: [
                "--port=8080",
                "--embedmd-database-dsn=$(DBCONFIG_USER):$(DBCONFIG_PASSWORD)@tcp(db.example.com:3307)/modelregistry?charset=utf8mb4&tls=skip-verify",
              ],
              env: [fromSecret("DBCONFIG_USER", "username"), fromSecret("DBCONFIG_PASSWORD", "password")],
            },
          ],
        },
      },
    });
  });

  it("fails where a release's registry takes its database otherwise", () => {
    assert.throws(
      () => externalDatabase(mysql)(deployment(["--database=x"])),
      /doesn't take --embedmd-database-dsn/,
    );
  });
});

describe("withoutEmptyPassword", () => {
  it("takes away the way in without a password, and fails where there is none", () => {
    const name = "model-registry-db-parameters";
    const before = configMap(name, { MYSQL_ALLOW_EMPTY_PASSWORD: "true", MYSQL_PORT: "3306" });
    const after = configMap(name, { MYSQL_PORT: "3306" });
    assert.deepEqual(withoutEmptyPassword(before), after);
    assert.throws(() => withoutEmptyPassword(after), /has no MYSQL_ALLOW_EMPTY_PASSWORD/);
  });
});

describe("inRegistryNamespace", () => {
  it("puts what has no namespace into the registry's, and nothing else", () => {
    const at = (namespace: object): Manifest => ({
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "s", ...namespace },
    });
    assert.deepEqual(inRegistryNamespace(at({})), at({ namespace: "kubeflow" }));
    assert.deepEqual(inRegistryNamespace(at({ namespace: "other" })), at({ namespace: "other" }));
  });
});

describe("registryLink", () => {
  it("adds one item to the dashboard's menu", () => {
    const menuLinks = [{ type: "item", link: "/jupyter/", text: "Notebooks" }];
    const before = configMap("centraldashboard-config", {
      links: JSON.stringify({ menuLinks, externalLinks: [] }),
      settings: "{}",
    });
    const changed = registryLink(before);
    const data = isObject(changed?.data) ? changed.data : {};
    assert.deepEqual(JSON.parse(typeof data.links === "string" ? data.links : ""), {
      menuLinks: [
        ...menuLinks,
        { type: "item", link: "/model-registry/", text: "Model Registry", icon: "assignment" },
      ],
      externalLinks: [],
    });
    assert.equal(data.settings, "{}");
  });
});
