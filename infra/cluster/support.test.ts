import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { UserError } from "../../config/errors";
import { refuseOldKubernetes } from "./support";

const unused: pulumi.runtime.Mocks = {
  call: () => ({}),
  newResource: () => ({ id: "", state: {} }),
};

describe("a Kubernetes version that EKS no longer supports", () => {
  const late = new Date("2027-03-27T00:00:00Z");
  const expected =
    /1\.35 ended on 2027-03-27; allowed: 1\.36 .*\n {2}→ set kubeflow-infra:cluster\.kubernetesVersion/;

  it("stops an up, and no preview", async () => {
    await pulumi.runtime.setMocks(unused, "kubeflow-infra", "prod", false, "acme");
    await assert.rejects(refuseOldKubernetes("1.35", late), (error) => {
      assert.ok(error instanceof UserError);
      assert.match(error.message, expected);
      return true;
    });
    await pulumi.runtime.setMocks(unused, "kubeflow-infra", "prod", true, "acme");
    await refuseOldKubernetes("1.35", late);
    await pulumi.runtime.disconnect();
  });

  it("stops nothing on the day before", async () => {
    await pulumi.runtime.setMocks(unused, "kubeflow-infra", "prod", false, "acme");
    await refuseOldKubernetes("1.35", new Date("2027-03-26T23:59:59Z"));
    await pulumi.runtime.disconnect();
  });
});
