import assert from "node:assert/strict";
import * as fc from "fast-check";
import { ImagesConfig, PULL_THROUGH_REGISTRIES } from "../config/operations";
import { productionSite } from "../testing/mocks";
import { cacheNamespace, cachePrefix, imageRegistries, isCached, registryHost, UPSTREAMS } from "./upstreams";

const clusterNames = fc.stringMatching(/^[a-z]([a-z0-9-]{0,28}[a-z0-9])?$/);
const registries = Object.keys(UPSTREAMS).filter(isCached);

/** Length and pattern of ecrRepositoryPrefix in the API reference of CreatePullThroughCacheRule. */
function acceptedByEcr(prefix: string): boolean {
  return (
    prefix.length >= 2 &&
    prefix.length <= 30 &&
    /^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/.test(prefix)
  );
}

describe("UPSTREAMS", () => {
  it("knows each registry that the configuration allows, but for one that ECR can't cache", () => {
    const unknown = PULL_THROUGH_REGISTRIES.filter((registry) => !isCached(registry));
    assert.deepEqual(
      unknown.filter((registry: string) => registry !== "nvcr.io"),
      [],
    );
  });

  it("gives each its own folder", () => {
    const folders = Object.values(UPSTREAMS).map(({ folder }) => folder);
    assert.equal(new Set(folders).size, folders.length);
    assert.ok(folders.every((folder) => folder.length <= 4));
  });
});

describe("cachePrefix", () => {
  it("is the cluster's name and a folder", () => {
    assert.equal(cachePrefix("kubeflow-prod", "docker.io"), "kubeflow-prod/hub");
  });

  it("shortens a name that would be too long", () => {
    const long = "a-team-with-a-very-long-name-1";
    assert.match(cachePrefix(long, "quay.io"), /^a-team-with-a-ve-[0-9a-f]{8}\/quay$/);
  });

  it("is accepted by ECR for every cluster's name", () => {
    fc.assert(
      fc.property(clusterNames, fc.constantFrom(...registries), (clusterName, registry) => {
        assert.ok(acceptedByEcr(cachePrefix(clusterName, registry)), cachePrefix(clusterName, registry));
        assert.ok(acceptedByEcr(cacheNamespace(clusterName)));
      }),
    );
  });

  it("differs from cluster to cluster", () => {
    fc.assert(
      fc.property(clusterNames, clusterNames, (one, other) => {
        assert.equal(cacheNamespace(one) === cacheNamespace(other), one === other);
      }),
    );
    assert.notEqual(cacheNamespace("a--b"), cacheNamespace("a-b"));
  });
});

describe("registryHost", () => {
  it("has China's suffix in China alone", () => {
    assert.equal(registryHost(productionSite), "111122223333.dkr.ecr.us-west-2.amazonaws.com");
    assert.equal(
      registryHost({ ...productionSite, partition: "aws-us-gov", region: "us-gov-west-1" }),
      "111122223333.dkr.ecr.us-gov-west-1.amazonaws.com",
    );
    assert.equal(
      registryHost({ ...productionSite, partition: "aws-cn", region: "cn-north-1" }),
      "111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn",
    );
  });
});

describe("imageRegistries", () => {
  it("maps the default registries", () => {
    assert.deepEqual(imageRegistries(productionSite, ImagesConfig.parse({ kind: "pull-through-cache" })), {
      "registry.k8s.io": "111122223333.dkr.ecr.us-west-2.amazonaws.com/kubeflow-prod/k8s",
      "quay.io": "111122223333.dkr.ecr.us-west-2.amazonaws.com/kubeflow-prod/quay",
      "public.ecr.aws": "111122223333.dkr.ecr.us-west-2.amazonaws.com/kubeflow-prod/ecr",
    });
  });

  it("maps nothing without caches", () => {
    assert.deepEqual(imageRegistries(productionSite, { kind: "upstream" }), {});
    assert.deepEqual(
      imageRegistries(productionSite, { kind: "mirror", registry: "images.acme.example" }),
      {},
    );
  });
});
