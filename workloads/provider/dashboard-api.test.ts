import assert from "node:assert/strict";
import { UserError } from "../../config/errors";
import { type Reply, TestServer } from "../../kube/testing/api-server";
import { ApiError, callApi } from "./dashboard-api";

describe("callApi", () => {
  let server: TestServer;
  let reply: Reply;
  beforeEach(async () => {
    server = await TestServer.start(() => reply);
  });
  afterEach(() => server.stop());

  it("sends a bearer token, query and JSON below the dashboard's base URL", async () => {
    reply = { body: { id: "1" } };
    const answer = await callApi(`${server.url}/`, "a.b.c", {
      method: "POST",
      path: "/apis/things",
      query: { name: "a b", left: undefined },
      body: { x: 1 },
    });
    assert.deepEqual(answer, { id: "1" });
    const [received] = server.received;
    assert.deepEqual(
      {
        method: received?.method,
        url: received?.url,
        body: received?.body,
        authorization: received?.headers.authorization,
        type: received?.headers["content-type"],
      },
      {
        method: "POST",
        url: "/apis/things?name=a+b",
        body: { x: 1 },
        authorization: "Bearer a.b.c",
        type: "application/json",
      },
    );
  });

  it("hands the server's words on", async () => {
    reply = { status: 409, body: { code: "", message: "it is there" } };
    await assert.rejects(
      callApi(server.url, "t", { method: "GET", path: "/apis/things" }),
      (error) =>
        error instanceof ApiError && error.status === 409 && error.message.endsWith("409: it is there"),
    );
  });

  it("does not follow the gateway to the sign-in page", async () => {
    reply = { status: 302, headers: { location: "/oauth2/start" } };
    await assert.rejects(
      callApi(server.url, "t", { method: "GET", path: "/x" }),
      (error) => error instanceof UserError && error.message.includes("doesn't take tokens"),
    );
  });

  it("says who does not answer", async () => {
    const { url } = server;
    await server.stop();
    await assert.rejects(callApi(url, "t", { method: "GET", path: "/x" }), /does not answer: ECONNREFUSED/);
    server = await TestServer.start(() => reply);
  });
});
