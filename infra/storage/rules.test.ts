import * as assert from "node:assert/strict";
import { ObjectStorageConfig } from "../config/storage";
import { developmentSite, productionSite } from "../testing/mocks";
import { objectStorageMistakes } from "./rules";

const paths = (config: object, site = productionSite) =>
  objectStorageMistakes(ObjectStorageConfig.parse(config), site).map(({ path }) => path.join("."));

describe("objectStorageMistakes", () => {
  it("finds none in the defaults", () => {
    assert.deepEqual(paths({}), []);
  });

  it("wants deletion protection and access logs in production", () => {
    assert.deepEqual(paths({ deletionProtection: false, accessLogs: false }), [
      "objectStorage.deletionProtection",
      "objectStorage.accessLogs",
    ]);
    assert.deepEqual(paths({ deletionProtection: false, accessLogs: false }, developmentSite), []);
  });

  it("refuses origins that no browser sends", () => {
    const origins = ["https://a.example.com", "https://a.example.com/", "https://a.example.com/x"];
    assert.deepEqual(paths({ corsOrigins: origins }), [
      "objectStorage.corsOrigins.1",
      "objectStorage.corsOrigins.2",
    ]);
  });
});
