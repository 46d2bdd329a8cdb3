import assert from "node:assert/strict";
import * as fc from "fast-check";
import { applyTransforms, type Manifest } from "../../manifests";
import { PipelinesConfig } from "../config/pipelines";
import { behaviourTransforms } from "./behaviour";
import { configMap, deployment } from "./testing";

const lifetime = "TTL_SECONDS_AFTER_WORKFLOW_FINISH";
const agent = deployment("ml-pipeline-persistenceagent", { [lifetime]: { value: "86400" } });
const apiServer = deployment("ml-pipeline", {});
const ui = deployment("ml-pipeline-ui", { ARGO_ARCHIVE_LOGS: { value: "true" } });
const controller = configMap("workflow-controller-configmap", {
  artifactRepository: "archiveLogs: true\ns3: {bucket: b}\n",
  executor: "x",
});

function changed(config: object, ...manifests: readonly Manifest[]): Manifest[] {
  return applyTransforms(manifests, behaviourTransforms(PipelinesConfig.parse(config)));
}

describe("behaviourTransforms", () => {
  it("leave upstream's as it is by default", () => {
    const all = [agent, apiServer, ui, controller];
    assert.deepEqual(changed({}, ...all), all);
  });

  it("switch caching off for all pipelines", () => {
    assert.deepEqual(changed({ cache: false }, apiServer), [
      deployment("ml-pipeline", { CACHEENABLED: { value: "false" } }),
    ]);
  });

  it("keep no logs, and let the UI not look for them", () => {
    assert.deepEqual(changed({ logArchive: false }, ui, controller), [
      deployment("ml-pipeline-ui", { ARGO_ARCHIVE_LOGS: { value: "false" } }),
      configMap("workflow-controller-configmap", {
        artifactRepository: "archiveLogs: false\ns3:\n  bucket: b\n",
        executor: "x",
      }),
    ]);
  });

  it("hold runs back", () => {
    const [limited] = changed({ parallelism: { total: 200, perNamespace: 20 } }, controller);
    assert.deepEqual(limited?.data, {
      artifactRepository: "archiveLogs: true\ns3: {bucket: b}\n",
      executor: "x",
      parallelism: "200",
      namespaceParallelism: "20",
    });
  });

  it("keep Workflows for a whole number of seconds, never less than asked", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 365, noNaN: true }), (days) => {
        const [result] = changed({ keepFinishedDays: days }, agent);
        const seconds = Number(/"value":"(\d+)"/.exec(JSON.stringify(result))?.[1]);
        assert.ok(seconds >= days * 86_400 && seconds < days * 86_400 + 1);
      }),
    );
  });

  it("fail where the release has not got what they are about", () => {
    assert.throws(
      () => changed({}, deployment("ml-pipeline-persistenceagent", {})),
      /no variable TTL_SECONDS/,
    );
    assert.throws(() => changed({}, configMap("workflow-controller-configmap", {})), /no artifactRepository/);
  });
});
