import assert from "node:assert/strict";
import { handlersOfCluster } from "./cluster";
import { textOf } from "./json";

const request = {
  urn: "urn",
  type: "demo:a:Box",
  name: "one",
  log: () => undefined,
  signal: new AbortController().signal,
};
const creation = { ...request, inputs: {}, preview: false, timeoutSeconds: undefined };

describe("handlersOfCluster", () => {
  const provider = () =>
    handlersOfCluster("demo", ({ kubeconfig }) => textOf(kubeconfig), {
      "demo:a:Box": (connected) => ({ create: () => ({ id: connected(), outputs: {} }) }),
    });

  it("gives resources the connection that the configuration makes, and none before", async () => {
    const handlers = provider();
    assert.throws(() => handlers.create(creation), /the provider demo has no kubeconfig yet/);
    await handlers.configure?.({ args: { kubeconfig: "text" } });
    assert.deepEqual(await handlers.create(creation), { id: "text", outputs: {} });
  });

  it("replaces everything for another cluster, and nothing for another way to the same", async () => {
    const oldInputs = { kubeconfig: "a", clusterIdentifier: "1" };
    const diff = async (news: { kubeconfig: string; clusterIdentifier: string }) => {
      const result = await provider().diffConfig?.({ ...request, id: "p", oldInputs, oldState: {}, news });
      return result?.changes.map(({ path, replace }) => [path, replace]);
    };
    assert.deepEqual(await diff({ kubeconfig: "b", clusterIdentifier: "1" }), [["kubeconfig", false]]);
    assert.deepEqual(await diff({ kubeconfig: "a", clusterIdentifier: "2" }), [["clusterIdentifier", true]]);
  });
});
