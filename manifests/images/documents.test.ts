import assert from "node:assert/strict";
import * as fc from "fast-check";
import { isObject, type Manifest } from "../manifest";
import { findImages, rewriteImages } from "./rewrite";

function configMap(data: Record<string, string>): Manifest {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "c", namespace: "n" }, data };
}

/** The text of one ConfigMap key with `mirror/` before every image. */
function mapped(text: string, key = "config"): string {
  const { data } = rewriteImages(configMap({ [key]: text }), (reference) => `mirror/${reference}`);
  assert.ok(isObject(data));
  assert.deepEqual(Object.keys(data), [key]);
  const result = data[key];
  assert.ok(typeof result === "string");
  return result;
}

/** What the text becomes where every given reference, and nothing else, has `mirror/` before it. */
function expected(text: string, ...references: string[]): string {
  return references.reduce((result, one) => result.replaceAll(one, `mirror/${one}`), text);
}

const tuning = `---
# the images of algorithms, such as registry.example/not/an:image
runtime:
  suggestions:
    - algorithmName: random   # the default
      image: registry.example/tuning/random:v1
      args: ["--solver-image=registry.example/tuning/solver:v2", --verbose]
    - algorithmName: "grid"
      image: "registry.example/tuning/grid:v1"
    - { algorithmName: tpe, image: 'registry.example/tuning/tpe:v1', n: 0x10 }
`;

describe("documents inside strings", () => {
  it("keep comments, quotes, order and numbers of YAML", () => {
    assert.equal(
      mapped(tuning),
      expected(
        tuning,
        "registry.example/tuning/random:v1",
        "registry.example/tuning/solver:v2",
        "registry.example/tuning/grid:v1",
        "registry.example/tuning/tpe:v1",
      ),
    );
  });

  it("keep the spacing of JSON", () => {
    const text = `{\n    "image" : "serve/agent:v1",\n  "defaultJobImage":"serve/job:v1", "cpu": "1e0", "imagePullPolicy": "Always"\n}`;
    assert.equal(mapped(text), expected(text, "serve/agent:v1", "serve/job:v1"));
  });

  it("are found in every document of a stream", () => {
    const text = "image: a.example/one:1\n---\nkind: None\n---\nimage: a.example/two:2\n";
    assert.equal(mapped(text), expected(text, "a.example/one:1", "a.example/two:2"));
  });

  it("are found in templates inside literal blocks, twice the same too", () => {
    const text = [
      "policy: enabled",
      "templates:",
      "  sidecar: |",
      "    {{- if .Values.enabled }}",
      "    spec:",
      "      containers:",
      '      - image: "{{ .ProxyImage }}"',
      "      - image: a.example/grpc:1.28 # pinned",
      "      - name: second",
      "        image: a.example/grpc:1.28",
      "    {{- end }}",
      "  other: |",
      "    {}",
      "",
    ].join("\n");
    assert.equal(mapped(text), expected(text, "a.example/grpc:1.28"));
  });

  it("leave placeholders, policies, bare words and prose alone", () => {
    const text =
      "image: $VIEWER_IMAGE\nother: {image: pilot}\nimagePullPolicy: {value: IfNotPresent}\nimageNote: see a/b\n";
    assert.equal(mapped(text), text);
  });

  it("leave keys that nobody reads alone", () => {
    const text = "image: a.example/one:1\n";
    assert.equal(mapped(text, "_example"), text);
  });

  it("are the choices of the notebook spawner", () => {
    const text = `form:
  image:
    value: a.example/scipy:1
    options:
    - a.example/scipy:1
    - a.example/torch:1
  imageGroupOne: {value: "a.example/code:1", options: [a.example/code:1]}
`;
    const all = ["a.example/scipy:1", "a.example/torch:1", "a.example/code:1"];
    assert.equal(mapped(text), expected(text, ...all));
    assert.deepEqual(
      findImages([configMap({ "spawner.yaml": text })]).map(({ place }) => place),
      [
        "data.spawner.yaml ›.form.image.value",
        "data.spawner.yaml ›.form.image.options[0]",
        "data.spawner.yaml ›.form.image.options[1]",
        "data.spawner.yaml ›.form.imageGroupOne.value",
        "data.spawner.yaml ›.form.imageGroupOne.options[0]",
      ],
    );
  });

  it("refuse what can't be changed in place, naming the object", () => {
    for (const text of [
      'image: "a.example/\\u006fne:1"\n',
      "image: >-\n  a.example/one:1\n",
      "base: &base\n  image: a.example/one:1\nother:\n  <<: *base\nlast: *base\n",
    ]) {
      assert.throws(() => mapped(text), /images of ConfigMap\/n\/c: .*in place/, text);
    }
  });

  it("are read line by line where their aliases stand for nothing, or for themselves", () => {
    for (const rest of ["other: *nothing", "other: &itself [*itself]"]) {
      assert.equal(mapped(`image: a.example/one:1\n${rest}\n`), `image: mirror/a.example/one:1\n${rest}\n`);
    }
  });

  it("stay byte for byte where no image changes, whatever they are", () => {
    const texts = fc.oneof(
      fc.string().map((noise) => `image: ${noise}\n`),
      fc.json().map((json) => `{"image": "a/b:1", "rest": ${json}}`),
      fc.array(fc.string()).map((lines) => ["image: a/b:1", ...lines].join("\n")),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const { data } = rewriteImages(configMap({ config: text }), (reference) => reference);
        assert.deepEqual(data, { config: text });
      }),
    );
  });

  it("of JSON change by nothing but the mapped image", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 2 }), fc.nat(8), (json, indent) => {
        const rest: unknown = JSON.parse(json);
        const text = JSON.stringify(
          { before: rest, image: "a.example/unique:1", after: rest },
          undefined,
          indent,
        );
        assert.equal(mapped(`${text}\n`), expected(`${text}\n`, "a.example/unique:1"));
      }),
    );
  });
});

describe("references that a program puts together", () => {
  const hub = `{"global": {"hub": "istio.example/release", "tag": "1.2.3", "proxy": {"image": "proxyv2", "cpu": "1"}, "proxy_init": {"image": "proxyv2"}}, "hub": "", "tag": ""}`;
  const explainer = `{"art": {"image" : "serve/art", "defaultImageVersion": "latest"}}`;
  const digest = `sha256:${"a".repeat(64)}`;

  function change(text: string, to: (reference: string) => string): string {
    const { data } = rewriteImages(configMap({ config: text }), to);
    return JSON.stringify(data);
  }

  it("are reported whole", () => {
    const references = findImages([configMap({ hub, explainer })]).map(({ reference }) => reference);
    assert.deepEqual(references, [
      "istio.example/release/proxyv2:1.2.3",
      "istio.example/release/proxyv2:1.2.3",
      "istio.example/release/proxyv2:1.2.3",
      "serve/art:latest",
    ]);
  });

  it("keep Istio's short name under another hub", () => {
    assert.equal(
      change(hub, (reference) => `mirror/${reference}`),
      JSON.stringify({ config: hub.replace("istio.example", "mirror/istio.example") }),
    );
  });

  it("name Istio's image in full where it has a digest", () => {
    const full = `mirror/istio.example/release/proxyv2:1.2.3@${digest}`;
    assert.equal(
      change(hub, (reference) => `mirror/${reference}@${digest}`),
      JSON.stringify({
        config: hub.replaceAll('"proxyv2"', `"${full}"`).replace('"istio.example', '"mirror/istio.example'),
      }),
    );
  });

  it("part KServe's explainer where it is put together", () => {
    assert.equal(
      change(explainer, (reference) => `mirror/${reference}@${digest}`),
      JSON.stringify({
        config: `{"art": {"image" : "mirror/serve/art:latest@sha256", "defaultImageVersion": "${"a".repeat(64)}"}}`,
      }),
    );
  });
});
