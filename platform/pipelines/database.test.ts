import assert from "node:assert/strict";
import { applyTransforms, type Manifest, objectKey } from "../../manifests";
import { awsInfra, localInfra, settingOf } from "../testing/settings";
import { databaseObjects, databaseTransforms } from "./database";
import { configMap, deployment } from "./testing";

const host = "kubeflow-prod.abcdefghijkl.us-west-2.rds.amazonaws.com";
const here = databaseTransforms(settingOf(awsInfra));
const mysql = (fields: Readonly<Record<string, string>>) =>
  deployment("mysql", { MYSQL_ALLOW_EMPTY_PASSWORD: { value: "true" } }, fields);

describe("databaseTransforms", () => {
  it("give root a password where MySQL is in the cluster", () => {
    assert.deepEqual(applyTransforms([mysql({})], databaseTransforms(settingOf(localInfra))), [
      deployment("mysql", {
        MYSQL_ROOT_PASSWORD: { valueFrom: { secretKeyRef: { name: "mysql-secret", key: "password" } } },
      }),
    ]);
    assert.deepEqual(databaseObjects(settingOf(localInfra)), []);
  });

  it("leave the cluster's MySQL out", () => {
    const object = (kind: string, name: string): Manifest => ({
      apiVersion: "v1",
      kind,
      metadata: { name, namespace: "kubeflow" },
    });
    const objects = [
      mysql({ image: "mysql:8.4" }),
      object("Service", "mysql"),
      object("PersistentVolumeClaim", "mysql-pv-claim"),
      object("Secret", "mysql-secret"),
    ];
    assert.deepEqual(applyTransforms(objects, here).map(objectKey), ["Secret/kubeflow/mysql-secret"]);
    assert.throws(
      () => applyTransforms([mysql({ image: "mysql:9.0" })], here),
      /does not run mysql:8\.4 any more/,
    );
  });

  it("tell all programs where it is", () => {
    const before = {
      dbHost: "mysql",
      dbPort: "3306",
      mysqlHost: "mysql",
      mysqlPort: "3306",
      mlmdDb: "metadb",
    };
    const [after] = applyTransforms([configMap("pipeline-install-config", before)], here);
    assert.deepEqual(after?.data, {
      dbHost: host,
      dbPort: "3306",
      mysqlHost: host,
      mysqlPort: "3306",
      mlmdDb: "metadb",
    });
  });

  it("encrypt what the API server and the cache server send", () => {
    const parameters = '{"tls":"skip-verify"}';
    const args = ["--db_host=$(DBCONFIG_HOST_NAME)"];
    assert.deepEqual(
      applyTransforms([deployment("ml-pipeline", {}), deployment("cache-server", {}, { args })], here),
      [
        deployment("ml-pipeline", { DBCONFIG_MYSQLCONFIG_EXTRAPARAMS: { value: parameters } }),
        deployment("cache-server", {}, { args: [...args, `--db_extra_params=${parameters}`] }),
      ],
    );
    assert.throws(() => applyTransforms([deployment("cache-server", {})], here), /takes no --db_host/);
  });
});
