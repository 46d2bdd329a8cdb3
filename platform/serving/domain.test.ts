import assert from "node:assert/strict";
import { UserError } from "../../config/errors";
import type { InfraOutputs } from "../../contract";
import { awsInfra, localInfra, settingOf } from "../testing/settings";
import { servingDomain } from "./domain";

const models = {
  domain: "models.example.com",
  zoneId: "Z0123456789MODELS",
  certificateArn: "arn:aws:acm:us-west-2:111122223333:certificate/55555555-5555-5555-5555-555555555555",
};

/** The same cluster, whose infra has made a domain for models. */
function withModels(): InfraOutputs {
  const { aws } = awsInfra;
  assert.ok(aws?.edge);
  return { ...awsInfra, aws: { ...aws, edge: { ...aws.edge, models } } };
}

/** The same cluster without a load balancer of infra's. */
function withoutEdge(): InfraOutputs {
  const { aws } = awsInfra;
  assert.ok(aws);
  return { ...awsInfra, aws: { ...aws, edge: undefined } };
}

const asking = (domain: string) => ({ serving: { domain } });

describe("servingDomain", () => {
  it("is that of the edge, where TLS ends", () => {
    const expected = { domain: "kubeflow.example.com", scheme: "https" };
    assert.deepEqual(servingDomain(settingOf(awsInfra)), expected);
    assert.deepEqual(servingDomain(settingOf(awsInfra, asking("kubeflow.example.com"))), expected);
  });

  it("is models' own where infra has made one", () => {
    const expected = { domain: "models.example.com", scheme: "https" };
    assert.deepEqual(servingDomain(settingOf(withModels())), expected);
    assert.deepEqual(servingDomain(settingOf(withModels(), asking("models.example.com"))), expected);
  });

  it("is refused where neither certificate nor record nor load balancer is for it", () => {
    for (const [infra, domain, possible] of [
      [awsInfra, "models.example.com", "kubeflow.example.com"],
      // One label more than the wildcard of the certificate covers.
      [awsInfra, "models.kubeflow.example.com", "kubeflow.example.com"],
      [withModels(), "kubeflow.example.com", "models.example.com"],
    ] as const) {
      assert.throws(
        () => servingDomain(settingOf(infra, asking(domain))),
        (error) =>
          error instanceof UserError &&
          error.message.startsWith(
            `kubeflow-platform:serving.domain is ${domain}, where nobody would reach`,
          ) &&
          error.message.includes(`are for models below ${possible}\n`) &&
          error.message.includes(`set kubeflow-infra:edge.models.domain to ${domain}`),
      );
    }
  });

  it("can be any other where infra has no edge, and is a placeholder by default", () => {
    for (const infra of [localInfra, withoutEdge()]) {
      const expected = { domain: "ai.acme.dev", scheme: "http" };
      assert.deepEqual(servingDomain(settingOf(infra, asking("ai.acme.dev"))), expected);
      assert.deepEqual(servingDomain(settingOf(infra)), { domain: "example.com", scheme: "http" });
    }
  });
});
