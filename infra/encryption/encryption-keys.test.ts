import assert from "node:assert/strict";
import { EncryptionConfig } from "../config/storage";
import { developmentSite, only, productionSite, underMocks } from "../testing/mocks";
import { EncryptionKeys, type EncryptionKeysArgs } from "./encryption-keys";
import { clusterSecretsKeyPolicy, dataKeyPolicy } from "./key-policy";

const KEY = "aws:kms/key:Key";
const ALIAS = "aws:kms/alias:Alias";
const given = "arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555";
const other = "arn:aws:kms:us-west-2:111122223333:key/66666666-7777-8888-9999-000000000000";

function make(args: EncryptionKeysArgs) {
  return underMocks(() => {
    const { dataKeyArn, clusterSecretsKeyArn } = new EncryptionKeys("keys", args);
    return { dataKeyArn, clusterSecretsKeyArn };
  });
}

describe("encryption keys", () => {
  it("are made for production: rotated, with the longest time to take a deletion back", async () => {
    const { resources, value } = await make({ site: productionSite, config: EncryptionConfig.parse({}) });
    assert.deepEqual(only(resources, KEY, "keys-data").inputs, {
      description: "kubeflow-prod: buckets, volumes, databases, queues, secrets and logs",
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: JSON.stringify(dataKeyPolicy(productionSite)),
      tags: { Name: "kubeflow-prod-data" },
    });
    assert.deepEqual(only(resources, KEY, "keys-cluster-secrets").inputs, {
      description: "kubeflow-prod: Kubernetes Secrets",
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: JSON.stringify(clusterSecretsKeyPolicy(productionSite)),
      tags: { Name: "kubeflow-prod-cluster-secrets" },
    });
    assert.deepEqual(only(resources, ALIAS, "keys-data").inputs, {
      name: "alias/kubeflow-prod-data",
      targetKeyId: "keys-data-id",
    });
    assert.deepEqual(only(resources, ALIAS, "keys-cluster-secrets").inputs, {
      name: "alias/kubeflow-prod-cluster-secrets",
      targetKeyId: "keys-cluster-secrets-id",
    });
    assert.match(value.dataKeyArn, /^arn:aws:kms:us-west-2:111122223333:key\//);
    assert.notEqual(value.dataKeyArn, value.clusterSecretsKeyArn);
  });

  it("are made for development with its names and a shorter time", async () => {
    const config = EncryptionConfig.parse({ deletionWindowDays: 7 });
    const { resources } = await make({ site: developmentSite, config });
    assert.equal(only(resources, KEY, "keys-data").inputs.deletionWindowInDays, 7);
    assert.equal(only(resources, ALIAS, "keys-data").inputs.name, "alias/kubeflow-dev-data");
  });

  it("are not made where they are given", async () => {
    const config = EncryptionConfig.parse({ dataKeyArn: given });
    const half = await make({ site: productionSite, config });
    assert.equal(half.value.dataKeyArn, given);
    assert.deepEqual(
      half.resources.filter(({ type }) => type === KEY).map(({ name }) => name),
      ["keys-cluster-secrets"],
    );
    const both = await make({ site: productionSite, config, clusterSecretsKeyArn: other });
    assert.deepEqual(both.value, { dataKeyArn: given, clusterSecretsKeyArn: other });
    assert.deepEqual(
      both.resources.filter(({ type }) => type.startsWith("aws:")),
      [],
    );
  });
});
