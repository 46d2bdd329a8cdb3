import assert from "node:assert/strict";
import { awsPlatformFixture, type Run, runProgram } from "../../testing";
import { assertAccepted, skipWithoutDefinitions } from "../../testing/crds";
import { Notebook } from "./notebook";
import { TensorBoard } from "./tensorboard";

const platform = {
  ...awsPlatformFixture,
  components: [...awsPlatformFixture.components, "admissionWebhook", "tensorboardController"],
};

/** Holds every custom resource of a run against its definition. */
function assertAllAccepted({ resources }: Run, kinds: readonly string[]): void {
  const objects = resources.flatMap(({ inputs: { apiVersion, kind, metadata, spec } }) =>
    typeof apiVersion === "string" && typeof kind === "string" && kinds.includes(kind)
      ? [{ apiVersion, kind, metadata, spec }]
      : [],
  );
  assert.deepEqual(objects.map(({ kind }) => kind).sort(), [...kinds].sort());
  for (const { apiVersion, kind, ...object } of objects) {
    assertAccepted(apiVersion, kind, object);
  }
}

describe("the release's definitions of notebooks", () => {
  before(function () {
    skipWithoutDefinitions(this);
  });

  it("take a Notebook with all that it can have", async () => {
    const run = await runProgram(() => {
      const notebook = new Notebook("lab", {
        tenant: "team-a",
        platform,
        server: "rstudio",
        resources: { cpu: 2, memoryGiB: 8 },
        pool: "gpu",
        volumes: [{ claim: "shared", path: "/data", readOnly: true }],
        environment: { SEED: "1" },
        stopped: true,
      });
      return Promise.resolve({ workload: notebook.workload });
    });
    assertAllAccepted(run, ["Notebook"]);
  });

  it("take a Tensorboard and the PodDefault with its account", async () => {
    const run = await runProgram(() => {
      const logs = "s3://kubeflow-prod-artifacts/team-a/runs";
      const board = new TensorBoard("runs", {
        tenant: "team-a",
        platform,
        logs,
        imageKnowsPodIdentity: true,
      });
      return Promise.resolve({ workload: board.workload });
    });
    assertAllAccepted(run, ["Tensorboard", "PodDefault"]);
  });
});
