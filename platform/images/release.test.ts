import assert from "node:assert/strict";
import {
  applyTransforms,
  findImages,
  type Manifest,
  mapImages,
  objectKey,
  releaseVersions,
  type ReleaseVersion,
} from "../../manifests";
import { respectArchitectures } from "./affinity";
import { architecturesOf, familyOf } from "./architectures";
import { families } from "./families";
import type { ImageFamily } from "./family";
import { releaseManifests } from "./testing";
import { nameUnnamedImages, tagOnlyImages, unnamedImages } from "./unnamed";

/** Hosts of registries that images of the release come from, and others that one might come from tomorrow. */
const registryHost =
  /\b(?:[a-z0-9-]+\.)*(?:docker\.io|gcr\.io|ghcr\.io|quay\.io|k8s\.io|istio\.io|public\.ecr\.aws|nvcr\.io|mcr\.microsoft\.com|pkg\.dev|gitlab\.com|cgr\.dev)\/[^\s"'\\,)}\]]+/g;

/**
 * What a sweep finds that names no image: each with its reason. Anything else is a reference that escaped.
 */
const harmless: readonly { readonly pattern: RegExp; readonly reason: string }[] = [
  {
    pattern: /^(?!registry\.)(?:[a-z0-9-]+\.)*(?:k8s|istio)\.io\//,
    reason:
      "API groups and labels of Kubernetes and Istio (networking.k8s.io/v1, node.kubernetes.io/…); images have " +
      "registry.k8s.io and registry.istio.io",
  },
];

/** Names of the release's images without registry and tag, to find those that are written without a host. */
function bareNames(): readonly string[] {
  return families.flatMap(({ repositories }) => repositories.map((name) => name.replace(/^library\//, "")));
}

/** Every string of an object with its path. */
function strings(value: unknown, path: string): [string, string][] {
  if (typeof value === "string") {
    return [[path, value]];
  }
  return typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => strings(inner, `${path}.${key}`))
    : [];
}

/** References in the text of manifests, found without any knowledge of where they may stand. */
function sweep(manifests: readonly Manifest[]): string[] {
  const names = bareNames().map((name) => name.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  // A name with its tag or digest, not in the middle of a longer path.
  const named = new RegExp(`(?<![\\w./@-])(?:${names.join("|")})[:@][\\w][\\w.-]*`, "g");
  return manifests.flatMap((manifest) =>
    strings(manifest, `${manifest.kind}/${manifest.metadata.name}`)
      .filter(([path]) => !path.endsWith("._example"))
      .flatMap(([path, text]) => {
        const withoutMirror = text.replaceAll(/mirror\.example\/[^\s"'\\,)}\]]+/g, "");
        const found = [...withoutMirror.matchAll(registryHost), ...withoutMirror.matchAll(named)].map(
          ([match]) => match,
        );
        return found
          .filter((match) => !harmless.some(({ pattern }) => pattern.test(match)))
          .map((match) => `${path}: ${match}`);
      }),
  );
}

function referencesOf(manifests: readonly Manifest[], release: ReleaseVersion): string[] {
  const all = [...findImages(manifests), ...unnamedImages(release)].map(({ reference }) => reference);
  return [...new Set(all)];
}

for (const release of releaseVersions) {
  describe(`images of release ${release}`, function () {
    this.timeout(120_000);
    let manifests: readonly Manifest[] = [];

    before(async function () {
      const got = await releaseManifests(release);
      if (typeof got === "string") {
        process.stderr.write(`SKIPPED: images of release ${release}: ${got}\n`);
        this.skip();
      }
      manifests = applyTransforms(got, nameUnnamedImages(release));
    });

    it("are all sent to a mirror, wherever they are named", () => {
      const mirrored = applyTransforms(manifests, [mapImages({ registries: {}, mirror: "mirror.example" })]);
      assert.deepEqual(sweep(mirrored), []);
      const escaped = findImages(mirrored).filter(
        ({ reference }) => !reference.startsWith("mirror.example/"),
      );
      assert.deepEqual(escaped, []);
    });

    it("are found by the sweep itself, so that it can find one which escapes", () => {
      const swept = new Set(sweep(manifests).map((line) => line.slice(line.lastIndexOf(": ") + 2)));
      const unseen = findImages(manifests).filter(
        ({ reference, place }) =>
          // Istio's and KServe's are put together at run time, the cache's names no tag, all the rest stand there whole.
          !/\.hub$|proxy(_init)?\.image$|art\.image$|cacheImage$/.test(place) && !swept.has(reference),
      );
      assert.deepEqual(
        unseen.map(({ reference }) => reference).filter((reference) => !reference.includes("@sha256:")),
        [],
      );
    });

    it("are changed in nothing but images", () => {
      const [before, after] = [
        manifests,
        applyTransforms(manifests, [mapImages({ registries: {}, mirror: "mirror.example" })]),
      ];
      const undone = JSON.stringify(after)
        .replaceAll("mirror.example/docker.io/library/", "")
        .replaceAll("mirror.example/docker.io/", "");
      const plain = JSON.stringify(before).replaceAll("docker.io/", "");
      assert.equal(undone.replaceAll("mirror.example/", "").replaceAll("docker.io/", ""), plain);
    });

    it("have a row in the table of architectures", () => {
      const unknown = referencesOf(manifests, release).filter(
        (reference) => familyOf(reference) === undefined,
      );
      assert.deepEqual(unknown, [], "add them to platform/images/families*.ts with their source");
    });

    it("bind the pods that they don't let run on arm64, and those alone", () => {
      const [before, after] = [manifests, applyTransforms(manifests, [respectArchitectures()])].map(
        (all) => new Map(all.map((manifest) => [objectKey(manifest), manifest])),
      );
      const bound = [...(after ?? [])].filter(([key, manifest]) => {
        const unchanged = JSON.stringify(before?.get(key));
        return JSON.stringify(manifest) !== unchanged;
      });
      const expected = [...(before ?? [])].filter(([, manifest]) =>
        findImages([manifest]).some(
          ({ reference, place }) =>
            /ontainers\[\d+\]\.image$/.test(place) &&
            !place.includes("›") &&
            architecturesOf([reference]).length === 1,
        ),
      );
      assert.deepEqual(bound.map(([key]) => key).sort(), expected.map(([key]) => key).sort());
      assert.ok(bound.some(([key]) => key.endsWith("/kserve-huggingfaceserver-multinode")));
      assert.ok(bound.some(([key]) => key.endsWith("/mlx-distributed")));
    });

    it("keep their tags in objects that are there", () => {
      const keys = new Set(manifests.map(objectKey));
      assert.deepEqual(
        [...tagOnlyImages].filter((key) => !keys.has(key)),
        [],
      );
    });
  });
}

describe("the table of architectures", function () {
  this.timeout(120_000);

  it("has no row without an image of a release", async function () {
    const used = new Set<ImageFamily | undefined>();
    for (const release of releaseVersions) {
      const manifests = await releaseManifests(release);
      if (typeof manifests === "string") {
        process.stderr.write(`SKIPPED: rows without an image: ${manifests}\n`);
        this.skip();
      }
      referencesOf(manifests, release).forEach((reference) => used.add(familyOf(reference)));
    }
    assert.deepEqual(
      families.filter((family) => !used.has(family)),
      [],
    );
  });
});
