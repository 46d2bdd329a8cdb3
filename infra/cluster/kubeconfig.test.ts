import assert from "node:assert/strict";
import { parse } from "yaml";
import { connectionOf, eksKubeconfig } from "./kubeconfig";

const endpoint = "https://0123456789ABCDEF.gr7.us-west-2.eks.amazonaws.com";

describe("kubeconfig of EKS", () => {
  it("has one context, and tokens from the AWS CLI of whoever uses it", () => {
    const text = eksKubeconfig({
      name: "kubeflow-prod",
      region: "us-west-2",
      endpoint,
      certificateAuthority: "Y2VydGlmaWNhdGU=",
    });
    assert.deepEqual(parse(text), {
      apiVersion: "v1",
      kind: "Config",
      clusters: [
        {
          name: "kubeflow-prod",
          cluster: { server: endpoint, "certificate-authority-data": "Y2VydGlmaWNhdGU=" },
        },
      ],
      users: [
        {
          name: "kubeflow-prod",
          user: {
            exec: {
              apiVersion: "client.authentication.k8s.io/v1beta1",
              command: "aws",
              args: [
                "eks",
                "get-token",
                "--region",
                "us-west-2",
                "--cluster-name",
                "kubeflow-prod",
                "--output",
                "json",
              ],
              interactiveMode: "Never",
              installHint: "tokens for EKS come from the AWS CLI, version 2",
            },
          },
        },
      ],
      contexts: [{ name: "kubeflow-prod", context: { cluster: "kubeflow-prod", user: "kubeflow-prod" } }],
      "current-context": "kubeflow-prod",
    });
  });

  it("is told where it leads", () => {
    const json = JSON.stringify({
      clusters: [{ name: "kubernetes", cluster: { server: endpoint, "certificate-authority-data": "Y2E=" } }],
    });
    assert.deepEqual(connectionOf(json), { endpoint, certificateAuthority: "Y2E=" });
    assert.throws(() => connectionOf("{}"));
    assert.throws(() => connectionOf(JSON.stringify({ clusters: [{ cluster: { server: endpoint } }] })));
  });
});
