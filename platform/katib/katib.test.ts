import assert from "node:assert/strict";
import { parse } from "yaml";
import { applyTransforms, isObject, type Manifest, objectKey } from "../../manifests";
import { configMap, deployment } from "../pipelines/testing";
import { awsInfra, localInfra, settingOf } from "../testing/settings";
import { databaseWithParameters, katibDatabaseObjects, katibDatabaseTransforms } from "./database";
import { suggestionTransforms } from "./suggestions";

const onServer = katibDatabaseTransforms(settingOf(awsInfra));
const fromSecret = (name: string, key: string) => ({ valueFrom: { secretKeyRef: { name, key } } });

describe("katibDatabaseTransforms", () => {
  it("allow no empty password in the cluster", () => {
    const before = deployment("katib-mysql", { MYSQL_ALLOW_EMPTY_PASSWORD: { value: "true" } });
    assert.deepEqual(applyTransforms([before], katibDatabaseTransforms(settingOf(localInfra))), [
      deployment("katib-mysql", {}),
    ]);
    assert.deepEqual(katibDatabaseObjects(settingOf(localInfra)), []);
  });

  it("lead the manager to the server, as a user of its own", () => {
    const before = deployment("katib-db-manager", {
      DB_NAME: { value: "mysql" },
      DB_PASSWORD: fromSecret("katib-mysql-secrets", "MYSQL_ROOT_PASSWORD"),
    });
    const gone: Manifest[] = ["Service", "Secret"].map((kind) => ({
      apiVersion: "v1",
      kind,
      metadata: { name: kind === "Secret" ? "katib-mysql-secrets" : "katib-mysql", namespace: "kubeflow" },
    }));
    assert.deepEqual(applyTransforms([before, ...gone], onServer), [
      deployment("katib-db-manager", {
        DB_NAME: { value: "mysql" },
        DB_PASSWORD: fromSecret("katib-database", "password"),
        DB_USER: { value: "katib" },
        KATIB_MYSQL_DB_HOST: { value: "kubeflow-prod.abcdefghijkl.us-west-2.rds.amazonaws.com" },
        KATIB_MYSQL_DB_PORT: { value: "3306" },
        KATIB_MYSQL_DB_DATABASE: { value: "katib?timeout=5s&tls=skip-verify&charset=utf8mb4," },
      }),
    ]);
    assert.throws(
      () => applyTransforms([deployment("katib-db-manager", {})], onServer),
      /no variable DB_PASSWORD/,
    );
  });

  it("bring what makes the database", () => {
    assert.deepEqual(
      katibDatabaseObjects(settingOf(awsInfra)).map((manifest) =>
        objectKey(manifest).replace(/-[0-9a-f]{10}$/, ""),
      ),
      [
        "ExternalSecret/kubeflow/katib-database-administrator",
        "Secret/kubeflow/katib-database",
        "Job/kubeflow/katib-database",
      ],
    );
  });
});

describe("databaseWithParameters", () => {
  // What go-sql-driver 1.5.0 and 1.9.2 make of it was read from their ParseDSN: database katib, tls, timeout 5s.
  it("ends in a list of character sets, to which Katib appends", () => {
    const appended = `${databaseWithParameters({ caBundle: "PEM" })}?timeout=5s`;
    const [database, ...rest] = appended.split("?");
    assert.equal(database, "katib");
    const parameters = rest
      .join("?")
      .split("&")
      .map((one) => one.split("="));
    assert.deepEqual(
      parameters.map(([name]) => name),
      ["timeout", "tls", "charset"],
    );
    assert.deepEqual(parameters[2]?.slice(1).join("=").split(","), ["utf8mb4", "?timeout=5s"]);
  });
});

describe("suggestionTransforms", () => {
  const config = configMap("katib-config", {
    "katib-config.yaml": [
      "kind: KatibConfig",
      "runtime:",
      "  suggestions:",
      "    - { algorithmName: random, image: i }",
      "    - { algorithmName: enas, resources: { limits: { memory: 400Mi } } }",
      "    - { algorithmName: pbt, persistentVolumeClaimSpec: { accessModes: [ReadWriteMany] } }",
    ].join("\n"),
  });
  const resources = {
    requests: { cpu: "50m", memory: "192Mi" },
    limits: { cpu: "500m", memory: "1Gi" },
  };
  const suggestionsOf = (shared: string | undefined) => {
    const storageClasses = { block: "gp3", ...(shared === undefined ? {} : { shared }) };
    const [after] = applyTransforms(
      [config],
      suggestionTransforms({ infra: { ...awsInfra, storageClasses } }),
    );
    const text = isObject(after?.data) ? after.data["katib-config.yaml"] : undefined;
    const parsed: unknown = parse(typeof text === "string" ? text : "");
    return isObject(parsed) && isObject(parsed.runtime) ? parsed.runtime.suggestions : undefined;
  };
  const others = [
    { algorithmName: "random", image: "i", resources },
    { algorithmName: "enas", resources: { limits: { memory: "400Mi" } } },
  ];

  it("give suggestions memory, and population based training a volume that many nodes mount", () => {
    assert.deepEqual(suggestionsOf("efs"), [
      ...others,
      {
        algorithmName: "pbt",
        persistentVolumeClaimSpec: { accessModes: ["ReadWriteMany"], storageClassName: "efs" },
        resources,
      },
    ]);
  });

  it("leave population based training out where there is no such volume", () => {
    assert.deepEqual(suggestionsOf(undefined), others);
  });

  it("fail where the release has no suggestions", () => {
    assert.throws(
      () =>
        applyTransforms(
          [configMap("katib-config", { other: "" })],
          suggestionTransforms({ infra: awsInfra }),
        ),
      /ConfigMap\/kubeflow\/katib-config of this release has no suggestions/,
    );
  });
});
