import assert from "node:assert/strict";
import type { Manifest } from "../manifest";
import { findImages, rewriteImages } from "./rewrite";

const toMirror = (reference: string): string => `mirror/${reference}`;

function deployment(container: Record<string, unknown>, annotations?: Record<string, string>): Manifest {
  const text = JSON.stringify({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "d", namespace: "n", ...(annotations && { annotations }) },
    spec: { template: { spec: { containers: [{ name: "c", image: "busybox", ...container }] } } },
  });
  return JSON.parse(text) as Manifest;
}

function mappedContainer(container: Record<string, unknown>): unknown {
  const { spec } = rewriteImages(deployment(container), toMirror);
  return JSON.parse(JSON.stringify(spec));
}

function withContainer(container: Record<string, unknown>): unknown {
  return { template: { spec: { containers: [{ name: "c", image: "mirror/busybox", ...container }] } } };
}

describe("rewriteImages", () => {
  it("changes environment variables that name an image", () => {
    const env = [
      { name: "V2_DRIVER_IMAGE", value: "a.example/driver:1" },
      { name: "IMAGE_NAME_PREFIX", value: "a.example/driver:1" },
      { name: "CACHE_IMAGE", valueFrom: { configMapKeyRef: { name: "c", key: "cacheImage" } } },
    ];
    assert.deepEqual(
      mappedContainer({ env }),
      withContainer({
        env: [{ name: "V2_DRIVER_IMAGE", value: "mirror/a.example/driver:1" }, ...env.slice(1)],
      }),
    );
  });

  it("changes arguments in both spellings", () => {
    const args = [
      "--executor-image",
      "a.example/exec:1",
      "--init-image=alpine:3",
      "--image=",
      "--image-policy",
      "a/b:1",
    ];
    assert.deepEqual(
      mappedContainer({ args }),
      withContainer({
        args: [
          "--executor-image",
          "mirror/a.example/exec:1",
          "--init-image=mirror/alpine:3",
          ...args.slice(3),
        ],
      }),
    );
  });

  it("changes image volumes, annotations and ephemeral containers", () => {
    const manifest: Manifest = {
      apiVersion: "v1",
      kind: "Pod",
      metadata: {
        name: "p",
        annotations: { "sidecar.istio.io/proxyImage": "a.example/proxy:1", note: "a.example/proxy:1" },
      },
      spec: {
        ephemeralContainers: [{ image: "debug" }],
        volumes: [{ name: "model", image: { reference: "a.example/model:1", pullPolicy: "Always" } }],
      },
    };
    assert.deepEqual(rewriteImages(manifest, toMirror), {
      ...manifest,
      metadata: {
        name: "p",
        annotations: { "sidecar.istio.io/proxyImage": "mirror/a.example/proxy:1", note: "a.example/proxy:1" },
      },
      spec: {
        ephemeralContainers: [{ image: "mirror/debug" }],
        volumes: [{ name: "model", image: { reference: "mirror/a.example/model:1", pullPolicy: "Always" } }],
      },
    });
  });

  it("changes custom resources' images, of Knative's operator too", () => {
    const manifest: Manifest = {
      apiVersion: "example.io/v1",
      kind: "Thing",
      metadata: { name: "t" },
      spec: {
        image: "a.example/driver:1",
        container: { image: "a.example/loader:1", imagePullPolicy: "Always" },
        registry: { default: "a.example/$" + "{NAME}:1", override: { activator: "a.example/activator:1" } },
      },
    };
    assert.deepEqual(rewriteImages(manifest, toMirror).spec, {
      image: "mirror/a.example/driver:1",
      container: { image: "mirror/a.example/loader:1", imagePullPolicy: "Always" },
      registry: {
        default: "a.example/$" + "{NAME}:1",
        override: { activator: "mirror/a.example/activator:1" },
      },
    });
  });

  it("keeps the order of keys: digests of objects are inputs of resources", () => {
    const manifest = deployment(
      { env: [{ name: "A_IMAGE", value: "a/b:1" }], args: ["--an-image=a/b:1"] },
      { b: "1", a: "2" },
    );
    assert.equal(JSON.stringify(rewriteImages(manifest, (reference) => reference)), JSON.stringify(manifest));
  });
});

describe("findImages", () => {
  it("says what is named where, each place once", () => {
    const manifest = deployment({ args: ["--an-image=a/b:1"] }, { "x.io/proxyImage": "a/p:1" });
    assert.deepEqual(findImages([manifest]), [
      { reference: "busybox", object: "Deployment/n/d", place: "spec.template.spec.containers[0].image" },
      { reference: "a/b:1", object: "Deployment/n/d", place: "spec.template.spec.containers[0].args[0]" },
      { reference: "a/p:1", object: "Deployment/n/d", place: "metadata.annotations.x.io/proxyImage" },
    ]);
  });
});
