import assert from "node:assert/strict";
import type { ServedKind } from "./kinds";
import { unaccounted } from "./not-tenants";

function served(apiVersion: string, kind: string, namespaced = true): ServedKind {
  return { apiVersion, kind, namespaced, hasStatus: false };
}

const notebook = served("kubeflow.org/v1", "Notebook");
const order = served("acme.example.com/v1", "Order");
const rows = [{ kinds: ["acme.example.com/*"], reason: "somebody else's" }];

describe("kinds that are neither data nor said not to be", () => {
  it("are none where each has a place, whatever the version, and kinds of the whole cluster need none", () => {
    const kinds = [notebook, order, served("kubeflow.org/v1", "Profile", false)];
    assert.deepEqual(unaccounted(kinds, new Set(["kubeflow.org/Notebook"]), rows), []);
  });

  it("are those of a release that nobody has made an object of", () => {
    assert.deepEqual(unaccounted([notebook, order, served("v1", "Secret")], new Set(), rows), [
      "/Secret: no data of it",
      "kubeflow.org/Notebook: no data of it",
    ]);
  });

  it("are rows that nobody needs any more, and those that are wrong", () => {
    const data = new Set(["acme.example.com/Order"]);
    assert.deepEqual(unaccounted([order], data, [...rows, { kinds: ["/Pod"], reason: "made anew" }]), [
      "/Pod: nobody has it",
      "acme.example.com/Order: is among the data, and said not to be",
    ]);
  });
});
