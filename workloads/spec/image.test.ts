import assert from "node:assert/strict";
import { awsPlatformFixture, platformFixture } from "../testing";
import { imageOf } from "./image";

const cache = "111122223333.dkr.ecr.us-west-2.amazonaws.com";

describe("imageOf", () => {
  it("leaves an image as it is where nothing is mapped", () => {
    assert.equal(imageOf("job", "quay.io/team/train:1", platformFixture), "quay.io/team/train:1");
  });

  it("sends an image through the environment's caches", () => {
    assert.equal(
      imageOf("job", "python:3.12-slim", awsPlatformFixture),
      `${cache}/docker-hub/library/python:3.12-slim`,
    );
  });

  it("leaves an image that is where the map leads to", () => {
    const image = `${cache}/github/team/train:1`;
    assert.equal(imageOf("job", image, awsPlatformFixture), image);
  });

  it("takes all images from a mirror, where there is one", () => {
    const platform = { images: { registries: {}, mirror: "mirror.example/all", onlyMapped: true } };
    assert.equal(imageOf("job", "quay.io/team/train:1", platform), "mirror.example/all/quay.io/team/train:1");
  });

  it("leaves an image of the mirror as it is", () => {
    const platform = { images: { registries: {}, mirror: "registry.example.com/mirror", onlyMapped: true } };
    const image = "registry.example.com/mirror/docker.io/library/python:3.12-slim";
    assert.equal(imageOf("x", image, platform), image);
  });

  it("refuses an image that the map doesn't know", () => {
    assert.throws(
      () => imageOf('TrainJob "a"', "quay.io/team/train:1", awsPlatformFixture),
      /TrainJob "a": image quay.io\/team\/train:1 is outside of the environment's image map; it has images of docker.io, ghcr.io/,
    );
  });

  it("lets an image past the map where the environment doesn't mind", () => {
    const { images } = awsPlatformFixture;
    const platform = { images: { ...images, onlyMapped: false } };
    assert.equal(imageOf("job", "quay.io/team/train:1", platform), "quay.io/team/train:1");
  });

  it("refuses what is no image", () => {
    assert.throws(
      () => imageOf("job", "Not an image", platformFixture),
      /"Not an image" is no container image/,
    );
  });
});
