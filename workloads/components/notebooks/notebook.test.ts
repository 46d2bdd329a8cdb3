import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { PlatformOutputs } from "../../../contract";
import { awsPlatformFixture, inputsOf, platformFixture, runProgram } from "../../testing";
import { Notebook, type NotebookArgs } from "./notebook";
import { type NotebookSpecArgs, notebookAnnotations, notebookLabels, notebookSpec } from "./notebook-spec";

const args: NotebookSpecArgs = {
  image: "jupyter:1",
  resources: { cpu: 2, memoryGiB: 8 },
  pool: "gpu",
  platform: platformFixture,
};

const withWebhook = (platform: PlatformOutputs): PlatformOutputs => ({
  ...platform,
  components: [...platform.components, "admissionWebhook"],
});

describe("notebookSpec", () => {
  it("is a server with a home that outlives it and with shared memory", () => {
    const amounts = { cpu: "2", memory: "8Gi", "nvidia.com/gpu": "1" };
    assert.deepEqual(notebookSpec("lab", "team-a", args).template.spec, {
      nodeSelector: { "example.com/pool": "gpu" },
      tolerations: [{ key: "nvidia.com/gpu", operator: "Exists", effect: "NoSchedule" }],
      containers: [
        {
          name: "lab",
          image: "jupyter:1",
          imagePullPolicy: "IfNotPresent",
          resources: { requests: amounts, limits: amounts },
          securityContext: { runAsNonRoot: true, runAsUser: 1000 },
          volumeMounts: [
            { name: "home", mountPath: "/home/jovyan" },
            { name: "shared-memory", mountPath: "/dev/shm" },
          ],
        },
      ],
      securityContext: { fsGroup: 100, seccompProfile: { type: "RuntimeDefault" } },
      serviceAccountName: "default-editor",
      volumes: [
        { name: "home", persistentVolumeClaim: { claimName: "lab-home" } },
        { name: "shared-memory", emptyDir: { medium: "Memory" } },
      ],
    });
  });

  it("mounts the tenant's volumes and takes variables", () => {
    const { containers, volumes } = notebookSpec("lab", "team-a", {
      ...args,
      volumes: [
        { claim: "shared", path: "/home/jovyan/shared" },
        { claim: "data", path: "/data", readOnly: true },
      ],
      environment: { SEED: "1" },
      imagePullPolicy: "Always",
    }).template.spec;
    assert.deepEqual(containers[0]?.volumeMounts.slice(2), [
      { name: "shared", mountPath: "/home/jovyan/shared" },
      { name: "data", mountPath: "/data", readOnly: true },
    ]);
    assert.deepEqual(volumes.slice(2), [
      { name: "shared", persistentVolumeClaim: { claimName: "shared" } },
      { name: "data", persistentVolumeClaim: { claimName: "data" } },
    ]);
    assert.deepEqual(containers[0].env, [{ name: "SEED", value: "1" }]);
    assert.equal(containers[0].imagePullPolicy, "Always");
  });

  it("takes the release's image of each kind, as the environment has it", () => {
    const imageOf = (change: Partial<NotebookSpecArgs>) =>
      notebookSpec("lab", "team-a", { ...args, image: undefined, ...change }).template.spec.containers[0]
        ?.image;
    assert.equal(imageOf({}), "ghcr.io/kubeflow/kubeflow/notebook-servers/jupyter-scipy:v1.10.0");
    assert.match(imageOf({ server: "vscode" }) ?? "", /\/codeserver-python:v1\.10\.0$/);
    assert.equal(
      imageOf({ server: "rstudio", platform: awsPlatformFixture }),
      "111122223333.dkr.ecr.us-west-2.amazonaws.com/github/kubeflow/kubeflow/notebook-servers/rstudio-tidyverse:v1.10.0",
    );
  });
});

describe("notebookAnnotations", () => {
  const prefix = "notebooks.kubeflow.org";
  it("say how a server is opened and reached", () => {
    assert.deepEqual(notebookAnnotations("lab", "team-a", args), { [`${prefix}/server-type`]: "jupyter" });
    assert.deepEqual(notebookAnnotations("lab", "team-a", { ...args, server: "vscode" }), {
      [`${prefix}/server-type`]: "group-one",
      [`${prefix}/http-rewrite-uri`]: "/",
    });
    assert.deepEqual(notebookAnnotations("lab", "team-a", { ...args, server: "rstudio", stopped: true }), {
      [`${prefix}/server-type`]: "group-two",
      [`${prefix}/http-rewrite-uri`]: "/",
      [`${prefix}/http-headers-request-set`]: '{"X-RStudio-Root-Path":"/notebook/team-a/lab/"}',
      "kubeflow-resource-stopped": "by the program",
    });
  });
});

describe("notebookLabels", () => {
  it("choose the PodDefaults that the platform has, or those that are named", () => {
    assert.deepEqual(notebookLabels(args), {});
    assert.deepEqual(notebookLabels({ ...args, platform: withWebhook(platformFixture) }), {
      "access-ml-pipeline": "true",
    });
    const aws = { ...args, platform: withWebhook(awsPlatformFixture) };
    assert.deepEqual(notebookLabels(aws), { "access-ml-pipeline": "true", "access-s3": "true" });
    assert.deepEqual(notebookLabels({ ...aws, podDefaults: ["proxy"] }), { proxy: "true" });
    assert.deepEqual(notebookLabels({ ...aws, podDefaults: [] }), {});
  });
});

describe("Notebook", () => {
  it("keeps its home under its own name", async () => {
    const run = await runProgram(() => {
      const notebook = new Notebook("lab", { ...args, tenant: "team-a", storageClass: "gp3" });
      return Promise.resolve({ workload: notebook.workload });
    });
    const { metadata, spec } = inputsOf(run, "kubernetes:core/v1:PersistentVolumeClaim::lab");
    assert.deepEqual(metadata, {
      name: "lab-home",
      namespace: "team-a",
      annotations: { "pulumi.com/skipAwait": "true" },
    });
    assert.deepEqual(spec, {
      accessModes: ["ReadWriteOnce"],
      resources: { requests: { storage: "10Gi" } },
      storageClassName: "gp3",
    });
    assert.deepEqual(run.outputs, {
      workload: { apiVersion: "kubeflow.org/v1", kind: "Notebook", namespace: "team-a", name: "lab" },
    });
  });

  it("has the platform's class of block volumes, and labels for PodDefaults", async () => {
    const run = await runProgram(() => {
      const platform = withWebhook(platformFixture);
      const notebook = new Notebook("lab", { ...args, platform, tenant: "team-a", homeGiB: 20 });
      return Promise.resolve({ workload: notebook.workload });
    });
    assert.deepEqual(inputsOf(run, "kubernetes:core/v1:PersistentVolumeClaim::lab").spec, {
      accessModes: ["ReadWriteOnce"],
      resources: { requests: { storage: "20Gi" } },
      storageClassName: "block",
    });
    assert.deepEqual(inputsOf(run, "kubernetes:kubeflow.org/v1:Notebook::lab").metadata, {
      name: "lab",
      namespace: "team-a",
      labels: { "access-ml-pipeline": "true" },
      annotations: { "notebooks.kubeflow.org/server-type": "jupyter" },
    });
  });

  const small = (quota: object) => ({ name: "team-a", namespace: pulumi.output("team-a"), quota });
  const wrong: [string, Partial<NotebookArgs>, RegExp][] = [
    [
      "a platform without the controller",
      { platform: { ...platformFixture, components: [] } },
      /needs the platform component notebookController/,
    ],
    ["PodDefaults that nobody applies", { podDefaults: ["x"] }, /which applies them/],
    ["an unknown pool", { pool: "tpu" }, /there is no node pool "tpu"/],
    [
      "an image outside of the map",
      { platform: awsPlatformFixture, image: "quay.io/a/b:1" },
      /outside of the environment's image map/,
    ],
    [
      "two volumes in one place",
      { volumes: [{ claim: "a", path: "/home/jovyan" }] },
      /"a" can't be mounted to "\/home\/jovyan"/,
    ],
    ["a path that is none", { volumes: [{ claim: "a", path: "data" }] }, /can't be mounted to "data"/],
    [
      "a claim twice",
      {
        volumes: [
          { claim: "a", path: "/a" },
          { claim: "a", path: "/b" },
        ],
      },
      /two volumes "a"/,
    ],
    [
      "a claim's name that is none",
      { volumes: [{ claim: "A", path: "/a" }] },
      /"A" is no name of a volume claim/,
    ],
    ["a home of no size", { homeGiB: 0 }, /homeGiB is 0/],
    ["more disk than the quota", { tenant: small({ storageGiB: 5 }) }, /storageGiB 10 of 5/],
    ["more processors than the quota", { tenant: small({ cpu: 1 }) }, /cpu 2 of 1/],
  ];
  for (const [what, change, message] of wrong) {
    it(`refuses ${what}, before anything is registered`, () => {
      assert.throws(() => new Notebook("lab", { ...args, tenant: "team-a", ...change }), message);
    });
  }
});
