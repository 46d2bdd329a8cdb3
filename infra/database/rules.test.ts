import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import { DatabaseConfig } from "../config/database";
import { databaseNames, isIdentifier } from "./names";
import { databaseMistakes } from "./rules";

const production = { tier: "production", clusterName: "kubeflow-prod" } as const;
const development = { tier: "development", clusterName: "kubeflow-dev" } as const;

type Place = Parameters<typeof databaseMistakes>[1];

const mistakes = (config: object, site: Place) => databaseMistakes(DatabaseConfig.parse(config), site);
const paths = (config: object, site: Place) => mistakes(config, site).map(({ path }) => path.join("."));

describe("databaseMistakes", () => {
  it("finds none in the defaults", () => {
    assert.deepEqual(paths({ kind: "rds" }, production), []);
    assert.deepEqual(paths({ kind: "aurora-serverless" }, production), []);
  });

  const refusedInProduction: [config: object, path: string][] = [
    [{ kind: "in-cluster" }, "database.kind"],
    [{ kind: "rds", multiAz: false }, "database.multiAz"],
    [{ kind: "rds", instanceClass: "db.t4g.medium" }, "database.instanceClass"],
    [{ kind: "rds", deletionProtection: false }, "database.deletionProtection"],
    [{ kind: "rds", backupRetentionDays: 6 }, "database.backupRetentionDays"],
    [{ kind: "aurora-serverless", readers: 0 }, "database.readers"],
    [{ kind: "aurora-serverless", minCapacity: 0 }, "database.minCapacity"],
    [{ kind: "aurora-serverless", deletionProtection: false }, "database.deletionProtection"],
    [{ kind: "aurora-serverless", backupRetentionDays: 1 }, "database.backupRetentionDays"],
  ];
  for (const [config, path] of refusedInProduction) {
    it(`refuses ${JSON.stringify(config)} in production only`, () => {
      assert.deepEqual(paths(config, production), [path]);
      assert.match(mistakes(config, production)[0]?.message ?? "", /^not in production: .+; or set tier/);
      assert.deepEqual(paths(config, development), []);
    });
  }

  it("takes seven days of backups in production", () => {
    assert.deepEqual(paths({ kind: "rds", backupRetentionDays: 7 }, production), []);
  });

  it("refuses storage that has no room to grow, everywhere", () => {
    assert.deepEqual(mistakes({ kind: "rds", storageGiB: 100, maxStorageGiB: 109 }, development), [
      {
        path: ["database", "maxStorageGiB"],
        message: "109 GiB leave 100 GiB no room to grow; RDS asks for 110 or more",
      },
    ]);
    assert.deepEqual(paths({ kind: "rds", maxStorageGiB: 65_537 }, development), ["database.maxStorageGiB"]);
  });

  it("takes a limit exactly where it is 10 % above the storage or more", () => {
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 50_000 }), fc.integer({ min: -3, max: 3 }), (storage, off) => {
        const max = Math.round((storage * 11) / 10) + off;
        const found = paths({ kind: "rds", storageGiB: storage, maxStorageGiB: max }, development);
        assert.equal(found.length === 0, max * 10 >= storage * 11);
      }),
      { numRuns: 1000 },
    );
  });

  it("refuses a greatest capacity below the least", () => {
    assert.deepEqual(paths({ kind: "aurora-serverless", minCapacity: 4, maxCapacity: 3.5 }, development), [
      "database.maxCapacity",
    ]);
    assert.deepEqual(paths({ kind: "aurora-serverless", minCapacity: 4, maxCapacity: 4 }, development), []);
  });

  it("refuses a cluster's name that RDS can't take, where there is an RDS", () => {
    const site = { ...development, clusterName: "a--b" };
    assert.deepEqual(paths({ kind: "rds" }, site), ["cluster.name"]);
    assert.deepEqual(paths({ kind: "in-cluster" }, site), []);
  });
});

describe("databaseNames", () => {
  it("begins with the cluster's name and differs by the kind of database", () => {
    assert.deepEqual(databaseNames(production, "mysql"), {
      identifier: "kubeflow-prod-mysql",
      parameterGroup: "kubeflow-prod-mysql-parameters",
      subnetGroup: "kubeflow-prod-mysql-subnets",
      securityGroup: "kubeflow-prod-mysql-clients",
      finalSnapshot: "kubeflow-prod-mysql-final",
    });
  });

  it("is an identifier for every name of a cluster without two dashes in a row", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]([a-z0-9-]{0,28}[a-z0-9])?$/), (clusterName) => {
        const { identifier } = databaseNames({ clusterName }, "aurora");
        assert.equal(isIdentifier(identifier), !clusterName.includes("--"));
      }),
    );
  });
});
