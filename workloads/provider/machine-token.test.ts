import assert from "node:assert/strict";
import { type Reply, TestServer } from "../../kube/testing/api-server";
import { machineToken } from "./machine-token";

describe("machineToken", () => {
  let server: TestServer;
  let reply: Reply;
  beforeEach(async () => {
    server = await TestServer.start(() => reply);
  });
  afterEach(() => server.stop());

  it("asks for a short-lived token of the tenant's account, for one audience", async () => {
    reply = { status: 201, body: { status: { token: "a.b.c" } } };
    const client = server.client();
    assert.equal(await machineToken(client, { namespace: "team-a", audience: "x.example" }), "a.b.c");
    await client.close();
    assert.deepEqual(
      server.received.map(({ method, url, body }) => ({ method, url, body })),
      [
        {
          method: "POST",
          url: "/api/v1/namespaces/team-a/serviceaccounts/default-editor/token",
          body: {
            apiVersion: "authentication.k8s.io/v1",
            kind: "TokenRequest",
            spec: { audiences: ["x.example"], expirationSeconds: 600 },
          },
        },
      ],
    );
  });

  const refused: [string, Reply, RegExp][] = [
    ["an account that isn't there", { status: 404 }, /there is no ServiceAccount team-a\/default-editor/],
    ["missing rights", { status: 403, body: { message: "not allowed" } }, /not allowed\n.*"create"/],
    ["an answer without a token", { status: 201, body: {} }, /gave no token/],
  ];
  for (const [what, answer, message] of refused) {
    it(`says so of ${what}`, async () => {
      reply = answer;
      const client = server.client();
      await assert.rejects(machineToken(client, { namespace: "team-a", audience: "x.example" }), message);
      await client.close();
    });
  }
});
