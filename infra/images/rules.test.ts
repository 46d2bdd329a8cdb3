import assert from "node:assert/strict";
import { ImagesConfig } from "../config/operations";
import { productionSite } from "../testing/mocks";
import { imagesMistakes } from "./rules";

const secret = "arn:aws:secretsmanager:us-west-2:111122223333:secret:ecr-pullthroughcache/hub-AbCdEf";
const cache = (registries: string[], credentialArns: Record<string, string> = {}) =>
  ImagesConfig.parse({ kind: "pull-through-cache", registries, credentialArns });

describe("imagesMistakes", () => {
  for (const config of [
    ImagesConfig.parse({ kind: "pull-through-cache" }),
    ImagesConfig.parse({ kind: "upstream" }),
    ImagesConfig.parse({ kind: "mirror", registry: "images.acme.example/kubeflow" }),
    cache(["docker.io", "quay.io"], { "docker.io": secret }),
  ]) {
    it(`finds none in ${JSON.stringify(config)}`, () => {
      assert.deepEqual(imagesMistakes(config, productionSite), []);
    });
  }

  for (const [title, config, path, message] of [
    [
      "a registry without its credentials",
      cache(["quay.io", "ghcr.io"]),
      "images.credentialArns.ghcr.io",
      /only with credentials/,
    ],
    [
      "credentials in another region",
      cache(["docker.io"], { "docker.io": secret.replace("us-west-2", "us-east-1") }),
      "images.credentialArns.docker.io",
      /arn:aws:secretsmanager:us-west-2:111122223333:secret:/,
    ],
    [
      "credentials in another account",
      cache(["docker.io"], { "docker.io": secret.replace("111122223333", "444455556666") }),
      "images.credentialArns.docker.io",
      /this account and region/,
    ],
    [
      "credentials in another partition",
      cache(["docker.io"], { "docker.io": secret.replace("arn:aws:", "arn:aws-cn:") }),
      "images.credentialArns.docker.io",
      /this account and region/,
    ],
    [
      "credentials for a registry that is not cached",
      cache(["quay.io"], { "docker.io": secret }),
      "images.credentialArns.docker.io",
      /images\.registries does not name/,
    ],
    [
      "credentials for a registry that takes none",
      cache(["quay.io"], { "quay.io": secret }),
      "images.credentialArns.quay.io",
      /takes no credentials/,
    ],
  ] as const) {
    it(`finds ${title}`, () => {
      const mistakes = imagesMistakes(config, productionSite);
      assert.deepEqual(
        mistakes.map((mistake) => mistake.path.join(".")),
        [path],
      );
      assert.match(mistakes[0]?.message ?? "", message);
    });
  }

  it("finds caches where ECR has none", () => {
    const config = ImagesConfig.parse({ kind: "pull-through-cache" });
    const site = { ...productionSite, partition: "aws-us-gov", region: "us-gov-west-1" };
    assert.deepEqual(imagesMistakes(config, site), [
      {
        path: ["images", "kind"],
        message: "ECR has no pull-through caches in us-gov-west-1; mirror and upstream are possible there",
      },
    ]);
    assert.deepEqual(imagesMistakes({ kind: "upstream" }, site), []);
  });
});
