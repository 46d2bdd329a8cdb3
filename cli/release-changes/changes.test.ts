import assert from "node:assert/strict";
import type { KubeObject } from "../../kube/object";
import type { CrdReference, Manifest } from "../../manifests";
import { makeStyle } from "../terminal/style";
import { changesOf } from "./changes";
import type { ReleaseChanges } from "./compare";
import { changesText } from "./text";

const deployment = (name: string, image: string, app: string): Manifest => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name, namespace: "n" },
  spec: { selector: { matchLabels: { app } }, template: { spec: { containers: [{ name: "c", image }] } } },
});

const definition = (digest: string): KubeObject => ({
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: "xs.x.io" },
  spec: {
    group: "x.io",
    names: { kind: "X" },
    versions: [
      {
        name: "v1",
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: "object",
            properties: {
              spec: { type: "object", properties: digest === "old" ? { a: { type: "string" } } : {} },
            },
          },
        },
      },
    ],
  },
});

const reference = (name: string, digest: string): CrdReference => ({
  name,
  digest,
  group: "x.io",
  kind: "X",
  namespaced: true,
});

async function example(): Promise<ReleaseChanges> {
  const component = await changesOf(
    "Example",
    {
      manifests: [deployment("a", "r.example/i:1", "a"), deployment("b", "r.example/i:1", "b")],
      crds: [reference("xs.x.io", "old"), reference("gone.x.io", "1")],
    },
    {
      manifests: [deployment("a", "r.example/i:2", "a"), deployment("b", "r.example/i:2", "c")],
      crds: [reference("xs.x.io", "new")],
    },
    (digest) => Promise.resolve(definition(digest)),
  );
  return { environment: "local", from: "1", to: "2", elsewhere: [], missing: [], components: [component] };
}

describe("changesOf", () => {
  it("tells what is changed in place, made anew, lost, and which images are others", async () => {
    const { components } = await example();
    const [{ definitions, ...rest } = assert.fail()] = components;
    assert.deepEqual(rest, {
      title: "Example",
      added: [],
      removed: [],
      changed: ["Deployment/n/a"],
      replaced: [{ object: "Deployment/n/b", fields: ["spec.selector"] }],
      same: 0,
      images: [{ before: "r.example/i:1", after: "r.example/i:2" }],
    });
    assert.deepEqual([definitions.added, definitions.removed], [[], ["gone.x.io"]]);
    assert.deepEqual(
      definitions.changed.map(({ name, lostFields }) => [name, lostFields]),
      [["xs.x.io", [{ version: "v1", path: "spec.a" }]]],
    );
  });
});

describe("changesText", () => {
  const lines = (changes: ReleaseChanges) => changesText(changes, makeStyle(false)).split("\n");

  it("begins with what is made anew and lost, and ends with what to do", async () => {
    assert.deepEqual(lines(await example()), [
      "Kubeflow 1 → 2 as local has it: upstream's objects of 1 component, before what this project changes in them",
      "",
      "Deleted and made anew  a field that nobody can change is another",
      "  Deployment/n/b  spec.selector",
      "",
      "Definitions  1 changed, 0 new, 1 gone; 1 lose something or refuse more",
      "  − gone.x.io",
      "  xs.x.io",
      "      loses spec.a (v1)",
      "",
      "Objects  by component; 0 components the same",
      "           new  gone  changed  made anew  same",
      "  Example  ·    ·     1        1          0",
      "",
      "Images  1 change",
      "  Example",
      "    r.example/i  1 → 2",
      "",
      'Objects by name: --json. To move: kubeflow-platform:release: "2" in Pulumi.local.yaml (docs/upgrading.md)',
    ]);
  });

  it("names every kustomization that is missing, and says what to write", async () => {
    const [, , ...rest] = lines({
      ...(await example()),
      components: [],
      missing: [
        {
          component: "Example",
          folder: "apps/x",
          gone: true,
          candidates: [{ folder: "new/x", objects: 3, of: 4 }],
        },
        { component: "Example", folder: "apps/y", gone: true, candidates: [] },
      ],
    });
    assert.deepEqual(rest.slice(0, 4), [
      "Kustomizations  2 lacks 2: `folders` of its row in manifests/releases.ts says what takes their place",
      "  ✗ apps/x  Example",
      "      → new/x  has 3 of its 4 objects",
      "  ✗ apps/y  Example",
    ]);
    assert.match(rest.at(-1) ?? "", /2 can't be rendered yet/);
  });
});
