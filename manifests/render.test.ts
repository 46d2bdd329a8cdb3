import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { readEnvironment } from "../config/environment";
import { render } from "./render";

const rendering = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: widgets.example.com }
spec:
  group: example.com
  names: { kind: Widget, plural: widgets }
  scope: Namespaced
  versions: [{ name: v1, served: true, storage: true }]
---
apiVersion: v1
kind: ConfigMap
metadata: { name: settings, namespace: apps }
data: { b: "1", a: "2" }
`;

describe("render", () => {
  let folder: string;

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "render-"));
    fs.mkdirSync(path.join(folder, "mirror"));
    fs.writeFileSync(path.join(folder, "mirror", "rendering.yaml"), rendering);
  });

  afterEach(() => {
    fs.rmSync(folder, { recursive: true });
  });

  /** Instead of kustomize, a program that prints what was written above. */
  async function renderOnce(): Promise<{ text: string; rendered: readonly string[] }> {
    const done: string[] = [];
    const result = await render(
      { kind: "mirror", directory: path.join(folder, "mirror") },
      ["apps/widgets"],
      {
        environment: readEnvironment({ XDG_CACHE_HOME: folder }),
        kustomize: {
          command: process.execPath,
          args: ["-e", `process.stdout.write(${JSON.stringify(rendering)})`],
        },
        onRender: (target) => done.push(target),
      },
    );
    return { text: JSON.stringify(result.get("apps/widgets")), rendered: done };
  }

  it("hands over the same, to the order of keys, whether it rendered or read the cache", async () => {
    const cold = await renderOnce();
    const warm = await renderOnce();
    assert.deepEqual(cold.rendered, ["apps/widgets"]);
    assert.deepEqual(warm.rendered, []);
    assert.equal(cold.text, warm.text);
    assert.match(cold.text, /"name":"widgets.example.com"/);
  });
});
