import * as assert from "node:assert/strict";
import { UserError } from "../../config/errors";
import { noChanges } from "../progress/changes";
import type { StackView } from "../progress/view";
import { makeStyle } from "../terminal/style";
import { failureReport, type FailedRun, objectOf } from "./failure";

const style = makeStyle(false);

const view: StackView = {
  components: [],
  registered: 10,
  done: 7,
  changes: { ...noChanges(), created: 7 },
  changed: [],
  failures: [],
  errors: [],
  warnings: [],
  refused: [],
  planned: false,
  stopping: false,
};

const failed: FailedRun = {
  command: "up",
  environment: "local",
  room: "platform",
  view,
  thrown: undefined,
  output: "error: no login",
  explanations: new Map(),
  log: ".local/logs/x.log",
};

const deployment = {
  urn: "u",
  type: "kubernetes:apps/v1:Deployment",
  name: "kubeflow/ui",
  operation: "create",
  component: "centralDashboard",
  messages: ["timed out after 10 minutes"],
  inputs: { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "ui", namespace: "kubeflow" } },
} as const;

describe("failureReport", () => {
  it("names the object, why, what the cluster says, what was done and how to go on", () => {
    const report = failureReport(
      {
        ...failed,
        view: { ...view, failures: [deployment] },
        explanations: new Map([
          ["u", ["Deployment kubeflow/ui 0 of 1 replicas available", "  Pod x: ErrImagePull"]],
        ]),
      },
      style,
    );
    assert.equal(
      report,
      [
        "✗ platform failed",
        "  Deployment kubeflow/ui (centralDashboard) could not be created",
        "    timed out after 10 minutes",
        "    The cluster says of it:",
        "      Deployment kubeflow/ui 0 of 1 replicas available",
        "        Pod x: ErrImagePull",
        "",
        "  7 objects of this stack are done; the state is kept.",
        "  → when the cause is mended, go on with: npm run up",
        "    everything that the engine said: .local/logs/x.log",
      ].join("\n"),
    );
  });

  it("shows the first five and counts the others", () => {
    const failures = Array.from({ length: 7 }, (_, i) => ({ ...deployment, name: `d${i}` }));
    const report = failureReport({ ...failed, view: { ...view, failures } }, style);
    assert.match(report, /Deployment d4/);
    assert.doesNotMatch(report, /Deployment d5/);
    assert.match(report, /and 2 more objects/);
  });

  it("tells people's mistakes as they stand, and anything else with the engine's words", () => {
    const thrown = new UserError("wrong key", "edit it");
    assert.equal(failureReport({ ...failed, thrown }, style), "✗ platform: wrong key\n  → edit it");
    assert.match(failureReport(failed, style), /\n {2}no login\n/);
    const errors = ["default: failed to load plugin"];
    assert.match(failureReport({ ...failed, view: { ...view, errors } }, style), /failed to load plugin/);
  });

  it("tells what a provider of this program refused as a mistake, with what was done before", () => {
    const refused = ['TrainJob "train" needs a name that is taken\n  → raise attempt'];
    const planned = { ...failed, view: { ...view, refused, planned: true } };
    assert.equal(
      failureReport(planned, style),
      '✗ platform: TrainJob "train" needs a name that is taken\n  → raise attempt',
    );
    assert.match(
      failureReport({ ...failed, view: { ...view, refused } }, style),
      /→ raise attempt\n\n {2}7 objects of this stack are done; the state is kept\.$/,
    );
    const both = { ...failed, view: { ...view, refused, failures: [deployment] } };
    assert.match(failureReport(both, style), /Deployment kubeflow\/ui/);
  });

  it("quotes no bundle of code", () => {
    const errors = [`first\n${"x".repeat(9000)}\n${"more\n".repeat(100)}`];
    const report = failureReport({ ...failed, view: { ...view, errors } }, style);
    assert.ok(report.length < 1500);
    assert.match(report, /^ {2}…$/m);
  });

  it("goes on with the environment that failed", () => {
    assert.match(failureReport({ ...failed, environment: "dev" }, style), /npm run up -- dev$/m);
  });
});

describe("objectOf", () => {
  it("finds the Kubernetes object behind a resource", () => {
    assert.deepEqual(objectOf(deployment), {
      apiVersion: "apps/v1",
      kind: "Deployment",
      name: "ui",
      namespace: "kubeflow",
    });
    assert.equal(objectOf({ ...deployment, type: "random:index/randomPassword:RandomPassword" }), undefined);
    assert.equal(objectOf({ ...deployment, inputs: { apiVersion: "v1", kind: "Secret" } }), undefined);
  });
});
