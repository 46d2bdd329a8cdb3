import assert from "node:assert/strict";
import type { PlatformOutputs } from "../../../contract";
import { awsPlatformFixture, inputsOf, label, platformFixture, runProgram } from "../../testing";
import { TensorBoard, type TensorBoardArgs } from "./tensorboard";
import { tensorBoardObjects } from "./tensorboard-spec";

const withComponents = (platform: PlatformOutputs, ...more: string[]): PlatformOutputs => ({
  ...platform,
  components: [...platform.components, ...more],
});

const local = withComponents(platformFixture, "tensorboardController");
const aws = withComponents(awsPlatformFixture, "tensorboardController", "admissionWebhook");
const s3 = "s3://kubeflow-prod-artifacts/team-a/runs";

const make = (args: Partial<TensorBoardArgs>) =>
  runProgram(() => {
    const board = new TensorBoard("runs", { tenant: "team-a", platform: local, logs: "pvc://logs", ...args });
    return Promise.resolve({ workload: board.workload });
  });

describe("TensorBoard", () => {
  it("shows a folder of a volume", async () => {
    const run = await make({ logs: "pvc://logs/resnet" });
    assert.deepEqual(run.resources.map(label), [
      "kubeflow:workloads:TensorBoard::runs",
      "kubernetes:tensorboard.kubeflow.org/v1alpha1:Tensorboard::runs",
    ]);
    const { metadata, spec } = inputsOf(
      run,
      "kubernetes:tensorboard.kubeflow.org/v1alpha1:Tensorboard::runs",
    );
    assert.deepEqual(
      { metadata, spec },
      {
        metadata: { name: "runs", namespace: "team-a" },
        spec: { logspath: "pvc://logs/resnet" },
      },
    );
    assert.deepEqual(run.outputs, {
      workload: {
        apiVersion: "tensorboard.kubeflow.org/v1alpha1",
        kind: "Tensorboard",
        namespace: "team-a",
        name: "runs",
      },
    });
  });

  it("shows a folder of S3 as the tenant's account", async () => {
    const run = await make({ platform: aws, logs: s3, imageKnowsPodIdentity: true });
    assert.deepEqual(inputsOf(run, "kubernetes:kubeflow.org/v1alpha1:PodDefault::runs-account").spec, {
      desc: 'Lets TensorBoard "runs" read S3',
      selector: { matchLabels: { "runs-tensorboard": "true" } },
      serviceAccountName: "default-editor",
      env: [
        { name: "AWS_DEFAULT_REGION", value: "us-west-2" },
        { name: "AWS_REGION", value: "us-west-2" },
      ],
    });
    const { metadata } = inputsOf(run, "kubernetes:tensorboard.kubeflow.org/v1alpha1:Tensorboard::runs");
    assert.deepEqual(metadata, {
      name: "runs",
      namespace: "team-a",
      labels: { "runs-tensorboard": "true" },
    });
  });

  it("takes PodDefaults by their labels", () => {
    const args = { logs: "pvc://logs", podDefaults: ["proxy"] };
    assert.deepEqual(tensorBoardObjects("runs", "team-a", aws, args), {
      labels: { proxy: "true" },
      spec: { logspath: "pvc://logs" },
    });
  });

  const wrong: [string, Partial<TensorBoardArgs>, RegExp][] = [
    [
      "a platform without it",
      { platform: platformFixture },
      /needs the platform component tensorboardController/,
    ],
    [
      "PodDefaults that nobody applies",
      { podDefaults: ["x"] },
      /needs the platform component admissionWebhook/,
    ],
    ["a plain path", { logs: "/logs" }, /can't show "\/logs"/],
    ["a way out of the volume", { logs: "pvc://logs/../x" }, /leads out of its volume/],
    ["another store", { logs: "gs://bucket/x" }, /can't show "gs:/],
    ["S3 where there is none", { logs: s3 }, /the objects of this platform are in the cluster/],
    [
      "another tenant's logs",
      { platform: aws, logs: "s3://kubeflow-prod-artifacts/team-b/x" },
      /outside the tenant's prefix/,
    ],
    ["S3 with the release's image", { platform: aws, logs: s3 }, /TensorFlow 2.5.1\) is too old for/],
    [
      "S3 without the webhook",
      {
        platform: withComponents(awsPlatformFixture, "tensorboardController"),
        logs: s3,
        imageKnowsPodIdentity: true,
      },
      /needs the platform component admissionWebhook, which gives its pod the tenant's account/,
    ],
  ];
  for (const [what, args, message] of wrong) {
    it(`refuses ${what}, before anything is registered`, () => {
      const whole = { tenant: "team-a", platform: local, logs: "pvc://logs", ...args };
      assert.throws(() => new TensorBoard("runs", whole), message);
    });
  }
});
