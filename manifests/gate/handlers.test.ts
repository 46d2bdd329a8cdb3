import assert from "node:assert/strict";
import type { KubeObject } from "../../kube/object";
import { webhookProblems } from "./handlers";

function configuration(caBundle: string): KubeObject {
  return {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "ValidatingWebhookConfiguration",
    metadata: { name: "guard" },
    webhooks: [
      {
        name: "guard.x.example",
        clientConfig: { caBundle, service: { namespace: "kubeflow", name: "guard" } },
      },
      { name: "elsewhere.x.example", clientConfig: { url: "https://x.example" } },
    ],
  };
}

function slice(ready: boolean): KubeObject {
  return {
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: { name: "guard-1" },
    endpoints: [{ conditions: { ready } }],
  };
}

function problems(found: KubeObject | undefined, slices: KubeObject[]): Promise<string[]> {
  const client = {
    get: () => Promise.resolve(found),
    list: () => Promise.resolve(slices),
  };
  return webhookProblems(client, { validatingWebhooks: ["guard"], mutatingWebhooks: [] });
}

describe("webhookProblems", () => {
  it("waits for the configuration, its CA bundle and a ready endpoint, in turn", async () => {
    assert.deepEqual(await problems(undefined, []), ["ValidatingWebhookConfiguration guard to be there"]);
    assert.deepEqual(await problems(configuration(""), []), [
      "ValidatingWebhookConfiguration guard: guard.x.example to get its CA bundle",
    ]);
    const noEndpoint = [
      "ValidatingWebhookConfiguration guard: Service kubeflow/guard of guard.x.example to have a ready endpoint",
    ];
    assert.deepEqual(await problems(configuration("Q0E="), []), noEndpoint);
    assert.deepEqual(await problems(configuration("Q0E="), [slice(false)]), noEndpoint);
    assert.deepEqual(await problems(configuration("Q0E="), [slice(false), slice(true)]), []);
  });
});
