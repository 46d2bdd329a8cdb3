import * as assert from "node:assert/strict";
import { discovery, type Reply, TestServer } from "../../kube/testing/api-server";
import { observe } from "./observe";

const waiting = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "dex", namespace: "auth", uid: "1" },
  spec: { replicas: 1 },
  status: { replicas: 1, updatedReplicas: 1 },
};

describe("observe", () => {
  it("reads what there is, asks why it isn't ready, and notes what it may not see", async () => {
    const server = await TestServer.start(({ url }): Reply => {
      const [path = ""] = url.split("?");
      switch (path) {
        case "/version":
          return { body: { gitVersion: "v1.35.0" } };
        case "/api/v1":
          return discovery(path, { Pod: "pods", Event: "events", Namespace: "namespaces" });
        case "/apis/apps/v1":
          return discovery(path, { Deployment: "deployments", ReplicaSet: "replicasets" });
        case "/apis/apps/v1/deployments":
          return { body: { items: [waiting] } };
        case "/apis/apps/v1/namespaces/auth/deployments/dex":
          return { body: waiting };
        case "/api/v1/namespaces/auth/events":
          return { body: { items: [event] } };
        case "/api/v1/events":
          return { status: 403, body: { reason: "Forbidden", message: "events is forbidden" } };
        default:
          return path.startsWith("/api/v1/") || path.endsWith("s")
            ? { body: { items: [] } }
            : { status: 404 };
      }
    });
    const event = {
      metadata: { name: "e" },
      type: "Warning",
      reason: "FailedCreate",
      message: "no quota",
      involvedObject: { uid: "1" },
    };
    const client = server.client();
    try {
      const seen = await observe(client, new AbortController().signal);
      assert.equal(seen.version, "v1.35.0");
      assert.deepEqual(seen.objects.Deployment, [waiting]);
      assert.deepEqual(seen.objects.Pod, []);
      assert.equal(seen.objects.Profile, undefined);
      assert.deepEqual(seen.unreadable, ["Event: events is forbidden"]);
      assert.deepEqual([...seen.reasons], [["Deployment/auth/dex", ["event FailedCreate: no quota"]]]);
      const secrets = server.received.filter(({ url }) => url.includes("secrets"));
      assert.deepEqual(secrets, []);
    } finally {
      await client.close();
      await server.stop();
    }
  });

  it("ends where it is told to", async () => {
    const server = await TestServer.start(() => ({ body: {} }));
    const client = server.client();
    try {
      await assert.rejects(observe(client, AbortSignal.abort(new Error("enough"))));
    } finally {
      await client.close();
      await server.stop();
    }
  });
});
