import * as assert from "node:assert/strict";
import { askResource, type ResourceRequest } from "../storage/testing/simulate";
import { productionSite } from "../testing/mocks";
import { alertTopicArn } from "./names";
import { alertTopicPolicy } from "./policies";

describe("the policy of the topic of alerts, simulated", () => {
  const policy = alertTopicPolicy(productionSite);
  const resource = alertTopicArn(productionSite);
  const role = (name: string, account = "111122223333") => `arn:aws:iam::${account}:role/${name}`;
  const alertmanager = role("kubeflow-prod-alertmanager");
  const ask = (principal: string, action = "sns:Publish", context: ResourceRequest["context"] = {}) =>
    askResource({ principal, action, resource, policy, context });

  it("lets Alertmanager publish, by TLS only", async () => {
    assert.equal(await ask(alertmanager), "Allowed");
    assert.equal(
      await ask(alertmanager, "sns:Publish", { "aws:SecureTransport": "false" }),
      "ExplicitlyDenied",
    );
  });

  it("lets nobody else publish who could by their own policy", async () => {
    assert.equal(await ask(role("admin")), "ExplicitlyDenied");
    assert.equal(await ask(role("kubeflow-prod-tenant")), "ExplicitlyDenied");
    assert.equal(await ask(role("kubeflow-dev-alertmanager")), "ExplicitlyDenied");
    assert.equal(await ask(role("kubeflow-prod-alertmanager", "999999999999")), "ExplicitlyDenied");
  });

  it("lets no service publish", async () => {
    const context = { "aws:SourceAccount": "111122223333" };
    assert.equal(await ask("cloudwatch.amazonaws.com", "sns:Publish", context), "ExplicitlyDenied");
    assert.equal(await ask("budgets.amazonaws.com", "sns:Publish", context), "ExplicitlyDenied");
  });

  it("leaves people who may work on topics what they need to listen and to change it", async () => {
    assert.equal(await ask(role("admin"), "sns:Subscribe"), "Allowed");
    assert.equal(await ask(role("admin"), "sns:SetTopicAttributes"), "Allowed");
  });

  it("gives nothing to another account", async () => {
    assert.notEqual(await ask(role("admin", "999999999999"), "sns:Subscribe"), "Allowed");
  });
});
