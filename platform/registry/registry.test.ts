import assert from "node:assert/strict";
import { applyTransforms, isObject, type Json, type JsonObject, type Manifest } from "../../manifests";
import { awsInfra, settingOf } from "../testing/settings";
import { registryDatabaseObjects, registryDatabaseTransforms, withoutEmptyPassword } from "./database";
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
  valueFrom: { secretKeyRef: { name: "model-registry-database", key } },
});

const unverified = settingOf(awsInfra, { database: { acceptUnverified: true } });
const server = "kubeflow-prod.abcdefghijkl.us-west-2.rds.amazonaws.com:3306";

describe("registryDatabaseTransforms", () => {
  it("connect the registry to a database of its own, as a user of its own, by TLS", () => {
    const before = deployment(["--port=8080", "--embedmd-database-dsn=old"]);
    const [changed] = applyTransforms([before], registryDatabaseTransforms(unverified));
    assert.deepEqual(changed?.spec, {
      template: {
        metadata: {
          annotations: { kept: "yes", "traffic.sidecar.istio.io/excludeOutboundPorts": "3306" },
        },
        spec: {
          containers: [
            {
              name: "rest-container",
              args: [
                "--port=8080",
                `--embedmd-database-dsn=$(DBCONFIG_USER):$(DBCONFIG_PASSWORD)@tcp(${server})/modelregistry?charset=utf8mb4&tls=skip-verify`,
              ],
              env: [fromSecret("DBCONFIG_USER", "username"), fromSecret("DBCONFIG_PASSWORD", "password")],
            },
          ],
        },
      },
    });
  });

  it("fail where a release's registry takes its database otherwise", () => {
    assert.throws(
      () => applyTransforms([deployment(["--database=x"])], registryDatabaseTransforms(unverified)),
      /doesn't take --embedmd-database-dsn/,
    );
  });
});

describe("registryDatabaseObjects", () => {
  it("make the database and its user first", () => {
    const kinds = registryDatabaseObjects(unverified).map(
      ({ kind, metadata }) => `${kind}/${metadata.name.replace(/-[0-9a-f]{10}$/, "")}`,
    );
    assert.deepEqual(kinds, [
      "ExternalSecret/model-registry-database-administrator",
      "Secret/model-registry-database",
      "Job/model-registry-database",
    ]);
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
    const changed = registryLink("26.03")(before);
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
