import * as assert from "node:assert/strict";
import { documents, roleDocuments } from "./documents";
import { roleArn, roles } from "./roles";
import { facts, site } from "./testing/sample";

describe("role documents", () => {
  it("are those of every role and of the tenants where the site has everything", () => {
    assert.deepEqual(
      roleDocuments(site, facts, true).map(({ key }) => key),
      [...Object.keys(roles), "tenant"],
    );
  });

  it("leave out roles that nobody could use", () => {
    const bare = { ...facts, zoneIds: [], fileSystemIds: [], alertTopics: [] };
    const keys = roleDocuments(site, bare, false).map(({ key }) => key);
    assert.deepEqual(
      Object.keys(roles).filter((key) => !keys.some((one) => one === key)),
      ["karpenterController", "externalDns", "efsCsi", "alertmanager"],
    );
  });

  it("have names that say whose they are", () => {
    const named = documents(site, facts, true);
    assert.equal(Object.keys(named).length, 2 * (Object.keys(roles).length + 1));
    assert.equal(named["kubeflow-prod-tenant/permissions"]?.Statement[0]?.Sid, "KeepOwnObjects");
    assert.equal(named["kubeflow-prod-kfp-api-server/trust"]?.Statement[0]?.Sid, "TrustPodsOfCluster");
  });

  it("belong to different service accounts and different physical names", () => {
    const all = Object.values(roles);
    const accounts = all.flatMap(({ namespace, serviceAccounts }) =>
      serviceAccounts.map((account) => `${namespace}/${account}`),
    );
    assert.equal(new Set(accounts).size, accounts.length);
    assert.equal(new Set(all.map(({ suffix }) => suffix)).size, all.length);
  });

  it("have the ARN that their name gives", () => {
    assert.equal(roleArn(site, "ebsCsi"), "arn:aws:iam::111122223333:role/kubeflow-prod-ebs-csi");
  });
});
