import assert from "node:assert/strict";
import { ServingConfig } from "../config/serving";
import { awsInfra, localInfra, settingOf } from "../testing/settings";
import { requestLogs } from "./request-logs";

describe("requestLogs", () => {
  it("go to the bucket of artifacts, whose prefixes are tenants' namespaces", () => {
    assert.deepEqual(requestLogs(settingOf(awsInfra)), {
      url: "s3://kubeflow-prod-artifacts",
      storage: {
        key: "none",
        path: "requests",
        parameters: { format: "json" },
        serviceAccountName: "default-editor",
      },
    });
  });

  it("go where configuration says", () => {
    const config = { serving: { requestLogs: { url: "s3://audit/models", path: "calls/v1" } } };
    const logs = requestLogs(settingOf(localInfra, config));
    assert.deepEqual([logs?.url, logs?.storage.path], ["s3://audit/models", "calls/v1"]);
  });

  it("are not to be had without S3", () => {
    assert.equal(requestLogs(settingOf(localInfra)), undefined);
  });

  it("are refused at anything but S3: the agent would send events there", () => {
    assert.throws(() => ServingConfig.parse({ requestLogs: { url: "https://collector.example.com" } }));
  });
});
