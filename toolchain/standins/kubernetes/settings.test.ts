import * as assert from "node:assert/strict";
import { UserError } from "../../../config/errors";
import { kubeconfigFor } from "../../../kube/testing/api-server";
import { connect, isLoopback, parseSettings } from "./settings";

const refused = (args: Parameters<typeof connect>[0], message: RegExp) => {
  assert.throws(
    () => connect(args),
    (error) => error instanceof UserError && message.test(error.message),
  );
};

describe("the kubernetes stand-in's configuration", () => {
  it("comes as the SDK hands it over: everything but text as JSON", () => {
    const { settings, failures } = parseSettings({
      version: "4.34.2",
      enableConfigMapMutable: "true",
      enableServerSideApply: "true",
      namespace: "a",
      kubeClientSettings: '{"qps":50}',
    });
    assert.deepEqual(failures, []);
    assert.ok(settings?.enableConfigMapMutable === true && !settings.enableSecretMutable);
  });

  it("names each key that it doesn't know or can't serve", () => {
    const { failures } = parseSettings({
      colour: "red",
      enableServerSideApply: "false",
      renderYamlToDirectory: "x",
    });
    assert.deepEqual(failures.map(({ property }) => property).sort(), [
      "colour",
      "enableServerSideApply",
      "renderYamlToDirectory",
    ]);
  });

  it("never falls back to the ambient cluster, and refuses clusters elsewhere", () => {
    refused({}, /no kubeconfig, and the stand-in never uses the ambient one/);
    refused({ kubeconfig: "" }, /no kubeconfig/);
    refused({ kubeconfig: "/nowhere/config" }, /can't be read/);
    refused({ kubeconfig: kubeconfigFor("https://abc.eks.amazonaws.com") }, /refuses https:\/\/abc\.eks/);
    refused({ kubeconfig: kubeconfigFor("https://127.0.0.1.example.com") }, /refuses/);
    assert.equal(
      connect({ kubeconfig: kubeconfigFor("https://127.0.0.1:1") }).client.server,
      "https://127.0.0.1:1",
    );
  });

  it("knows this machine by its names", () => {
    assert.deepEqual(
      ["localhost", "127.0.0.1", "127.1.2.3", "[::1]"].filter((host) => !isLoopback(host)),
      [],
    );
    assert.deepEqual(["10.0.0.1", "127.0.0.1.nip.io", "", "localhost.example.com"].filter(isLoopback), []);
  });
});
