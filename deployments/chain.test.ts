import assert from "node:assert/strict";
import { links, webhookOf } from "./chain";
import { dev, prod } from "./testing/environments";

describe("the chain", () => {
  it("goes from infra over platform to workloads, one webhook a link", () => {
    assert.deepEqual(
      links(false).map((link) => webhookOf(link, prod)),
      [
        {
          organizationName: "acme",
          projectName: "kubeflow-infra",
          stackName: "prod",
          displayName: "deploy kubeflow-platform",
          format: "pulumi_deployments",
          payloadUrl: "kubeflow-platform/prod",
          filters: ["update_succeeded"],
          active: true,
        },
        {
          organizationName: "acme",
          projectName: "kubeflow-platform",
          stackName: "prod",
          displayName: "deploy kubeflow-workloads",
          format: "pulumi_deployments",
          payloadUrl: "kubeflow-workloads/prod",
          filters: ["update_succeeded"],
          active: true,
        },
      ],
    );
  });

  it("ends at the front door where it is to publish anew", () => {
    const [last] = links(true)
      .slice(-1)
      .map((link) => webhookOf(link, dev));
    assert.equal(last?.projectName, "kubeflow-workloads");
    assert.equal(last.payloadUrl, "kubeflow/dev");
  });

  it("never comes back to a stack", () => {
    const all = links(true);
    const reached = [all[0]?.from, ...all.map(({ to }) => to)];
    assert.equal(new Set(reached).size, reached.length);
    all.slice(1).forEach((link, index) => {
      assert.equal(link.from, all[index]?.to);
    });
  });
});
