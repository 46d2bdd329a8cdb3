import assert from "node:assert/strict";
import { isObject } from "../../manifests";
import { deployment } from "../../platform/hardening/testing";
import { workloadOf } from "../../platform/hardening/workload";
import { withMadeUpDigests } from "./digests";

describe("withMadeUpDigests", () => {
  const imagesOf = (image: string) => {
    const web = deployment("web", "team", { image }, { initContainers: [{ name: "init", image }] });
    const [changed] = withMadeUpDigests(new Map([["a", [web]]])).get("a") ?? [];
    assert.ok(changed !== undefined);
    const { podSpec } = workloadOf(changed);
    return [podSpec.containers, podSpec.initContainers].flatMap((list) =>
      Array.isArray(list)
        ? list.map((container) =>
            isObject(container) && typeof container.image === "string" ? container.image : "",
          )
        : [],
    );
  };

  it("puts one behind each image of a pod", () => {
    const images = imagesOf("example/web:1");
    assert.equal(images.length, 2);
    for (const image of images) {
      assert.match(image, /^example\/web:1@sha256:[0-9a-f]{64}$/);
    }
  });

  it("keeps those that are there", () => {
    const image = `example/web:1@sha256:${"0".repeat(64)}`;
    assert.deepEqual(imagesOf(image), [image, image]);
  });
});
