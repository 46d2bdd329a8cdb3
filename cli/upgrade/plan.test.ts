import assert from "node:assert/strict";
import type { KubeObject } from "../../kube";
import type { JsonObject } from "../../plugin/json";
import { databaseNotes } from "./databases";
import { effectsOf, versionsToLookAt } from "./definitions";
import { imageSteps } from "./image";
import { componentsOf, controllersIn } from "./plan";
import { PreviewRecorder } from "./recorder";
import { effectsOnPods } from "./workloads";

function definition(
  versions: Readonly<Record<string, JsonObject>>,
  storage: string,
  stored = [storage],
): KubeObject {
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: "things.example.com" },
    spec: {
      group: "example.com",
      names: { kind: "Thing" },
      versions: Object.entries(versions).map(([name, spec]) => ({
        name,
        served: true,
        storage: name === storage,
        schema: { openAPIV3Schema: { type: "object", properties: { spec: { type: "object", ...spec } } } },
      })),
    },
    status: { storedVersions: stored },
  };
}

function thing(name: string, spec: JsonObject): KubeObject {
  return { apiVersion: "example.com/v1", kind: "Thing", metadata: { name, namespace: "team-a" }, spec };
}

const text = { type: "string" };

describe("effectsOf", () => {
  const before = definition({ v1: { properties: { a: text, b: text } } }, "v1");
  const after = definition(
    { v1: { properties: { a: { ...text, maxLength: 2 }, c: text }, required: ["a"] } },
    "v1",
  );

  it("names the objects that have what goes or is no longer taken, but not those that come anew", () => {
    const pair = { before, after };
    assert.deepEqual(versionsToLookAt(pair), ["v1"]);
    const objects = [
      thing("loses", { a: "x", b: "y" }),
      thing("long", { a: "xyz" }),
      thing("lacks", {}),
      thing("own", { b: "y" }),
    ];
    const seen = { byVersion: new Map([["v1", objects]]), more: false };
    assert.deepEqual(effectsOf(pair, seen, new Set(["Thing team-a/own"])), {
      name: "things.example.com",
      kind: "Thing",
      lostFields: ["spec.b"],
      objects: 4,
      more: false,
      converted: [],
      lost: [{ path: "spec.b", objects: ["team-a/loses"] }],
      refused: [
        { path: "spec.a", what: "maxLength 2 (was none)", objects: ["team-a/long"] },
        { path: "spec.a", what: "required", objects: ["team-a/lacks"] },
      ],
      unchecked: [],
      onlyAfter: ["spec.c"],
      wayBack: true,
    });
  });

  it("knows when versions go, and when the way back would be refused", () => {
    const schema = { properties: { a: text } };
    const old = definition({ v1: schema }, "v1");
    const both = definition({ v1: schema, v2: schema }, "v2");
    const one = definition({ v2: schema }, "v2");
    const ways = [
      [old, both],
      [both, one],
      [both, old],
      [old, one],
    ] as const;
    assert.deepEqual(
      ways.map(([a, b]) => {
        const { migration, wayBack } = effectsOf({ before: a, after: b }, undefined, new Set());
        return [migration?.lost ?? [], wayBack];
      }),
      [
        [[], true],
        [[], true],
        [["v2"], true],
        [["v1"], false],
      ],
    );
  });
});

describe("a preview's changes", () => {
  const changed = [
    ["replaced", "kubernetes:apps/v1:Deployment", "n/d"],
    ["deleted", "kubernetes:core/v1:ConfigMap", "n/c"],
    ["created", "kubernetes:core/v1:Secret", "n/s"],
  ] as const;
  const resources = changed.map(([outcome, type, name]) => ({
    outcome,
    type,
    name,
    component: "katib",
    diffs: [],
  }));

  it("are told by component", () => {
    assert.deepEqual(componentsOf(resources), [
      {
        component: "katib",
        replaced: ["Deployment n/d"],
        deleted: ["ConfigMap n/c"],
        created: 1,
        updated: 0,
      },
    ]);
    assert.deepEqual(controllersIn(resources), ["katib"]);
    assert.deepEqual(controllersIn(resources.slice(1)), []);
  });

  it("give definitions, images and the platform's own objects to the recorder", () => {
    const recorder = new PreviewRecorder();
    const step = (op: "update" | "delete", type: string, name: string, old: object, news?: object) => {
      const urn = `urn:pulumi:s::p::${type}::${name}`;
      const state = (inputs: object) => ({
        type,
        urn,
        id: "",
        parent: "",
        inputs,
        outputs: {},
        provider: "",
        initErrors: [],
      });
      const metadata = { op, urn, type, provider: "", old: state(old), ...(news && { new: state(news) }) };
      recorder.apply({ sequence: 1, timestamp: 1, resOutputsEvent: { metadata } });
    };
    const bundle = "kubeflow:manifests:CrdBundle";
    step("update", bundle, "a", { definitions: { x: "1", y: "1", gone: "1" } }, { definitions: { x: "2" } });
    step("update", bundle, "b", { definitions: {} }, { definitions: { y: "1" } });
    step("update", "kubernetes:apps/v1:Deployment", "n/d", { image: "a/b:1" }, { image: "a/b:2" });
    step("delete", "kubernetes:core/v1:ConfigMap", "n/c", {});
    assert.deepEqual(recorder.recorded(), {
      definitions: [
        { name: "x", before: "1", after: "2" },
        { name: "gone", before: "1", after: undefined },
      ],
      images: [{ kind: "Deployment", name: "d", before: ["a/b:1"], after: ["a/b:2"] }],
      own: new Set(["Deployment n/d", "ConfigMap n/c"]),
    });
  });
});

describe("images that change", () => {
  it("are told by what differs", () => {
    const digest = (digit: string) => `sha256:${digit.repeat(64)}`;
    const before = ["r:5000/a/x:1", "a/y:1", `a/z@${digest("0")}`, "a/gone:1"];
    const after = ["r:5000/b/x:2", "a/y:1", `a/z@${digest("1")}`, "a/new:3", "a/latest"];
    assert.deepEqual(imageSteps(before, after), [
      "z sha256:000000000000 → sha256:111111111111",
      "x 1 → 2",
      "new 3",
      "latest latest",
    ]);
  });

  it("roll model servers out anew that follow a runtime, and no others", () => {
    const service = (name: string, model: JsonObject, annotations: JsonObject = {}) => ({
      namespace: "team-a",
      object: {
        apiVersion: "serving.kserve.io/v1beta1",
        kind: "InferenceService",
        metadata: { name, annotations },
        spec: { predictor: { model } },
      },
    });
    const objects = [
      service("chosen", {}),
      service("named", { runtime: "one" }),
      service("other", { runtime: "two" }),
      service("pinned", {}, { "serving.kserve.io/disable-auto-update": "true" }),
    ];
    const images = [{ kind: "ClusterServingRuntime", name: "one", before: ["k/s:1"], after: ["k/s:2"] }];
    assert.deepEqual(
      effectsOnPods(images, [{ component: "kserve", kind: "InferenceService", objects, more: false }]),
      [
        "1 serving runtime has other images (s 1 → 2): 2 InferenceServices that name one, or none, are rolled out anew, unless their images or versions are their own",
      ],
    );
    assert.deepEqual(effectsOnPods([], []), []);
  });

  it("mean schema changes only for servers that make them", () => {
    const deployment = { kind: "Deployment", name: "d" };
    const notes = databaseNotes([
      {
        ...deployment,
        before: ["ghcr.io/kubeflow/model-registry/server:v1"],
        after: ["ghcr.io/kubeflow/hub/server:v2"],
      },
      { ...deployment, before: ["kubeflow/katib-db-manager:v1"], after: ["kubeflow/katib-db-manager:v2"] },
    ]);
    assert.equal(notes.length, 1);
    assert.match(notes[0] ?? "", /^Model Registry's database .* \(v1 → v2\)/);
  });
});
