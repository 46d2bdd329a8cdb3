import assert from "node:assert/strict";
import { UserError } from "../../config/errors";
import { objectKey } from "../../manifests";
import { awsInfra, contextOf, localInfra } from "../testing/settings";
import { queueObjects } from "./objects";

const keysOf = (...args: Parameters<typeof contextOf>) => queueObjects(contextOf(...args)).map(objectKey);

const classes = ["low", "normal", "high"].map((name) => `WorkloadPriorityClass/${name}`);

const policy = [
  "ValidatingAdmissionPolicy/queued-jobsets-are-started-by-kueue",
  "ValidatingAdmissionPolicyBinding/queued-jobsets-are-started-by-kueue",
];

describe("queueObjects", () => {
  it("are one queue for all where nothing is configured", () => {
    assert.deepEqual(keysOf(localInfra), [
      ...policy,
      ...classes,
      "ResourceFlavor/cpu",
      "ResourceFlavor/gpu",
      "Cohort/kubeflow",
      "ClusterQueue/shared",
    ]);
  });

  it("are a queue for each share beside it", () => {
    const queues = {
      pools: ["gpu"],
      shares: [{ name: "research", tenants: ["vision"], cohort: "science" }],
      cohorts: [{ name: "science" }],
    };
    assert.deepEqual(keysOf(awsInfra, { queues }, ["trainer"]), [
      ...classes,
      "ResourceFlavor/gpu",
      "Cohort/kubeflow",
      "Cohort/science",
      "ClusterQueue/research",
      "ClusterQueue/shared",
    ]);
  });

  it("put jobs that say nothing in the middle", () => {
    const values = queueObjects(contextOf(localInfra))
      .filter(({ kind }) => kind === "WorkloadPriorityClass")
      .map(({ value }) => value);
    assert.deepEqual(values, [-1000, 0, 1000]);
  });

  it("let Trainer change anything of a queued JobSet but whether it runs", () => {
    const [made, bound] = queueObjects(contextOf(localInfra));
    assert.deepEqual(made?.spec, {
      failurePolicy: "Fail",
      matchConstraints: {
        matchPolicy: "Equivalent",
        namespaceSelector: { matchLabels: { "app.kubernetes.io/part-of": "kubeflow-profile" } },
        objectSelector: {},
        resourceRules: [
          {
            apiGroups: ["jobset.x-k8s.io"],
            apiVersions: ["v1alpha2"],
            operations: ["UPDATE"],
            resources: ["jobsets"],
            scope: "*",
          },
        ],
      },
      matchConditions: [
        {
          name: "trainer",
          expression:
            'request.userInfo.username == "system:serviceaccount:kubeflow-system:kubeflow-trainer-controller-manager"',
        },
      ],
      validations: [
        {
          expression: "object.spec.?suspend.orValue(false) == oldObject.spec.?suspend.orValue(false)",
          message: "Kueue starts and stops what waits in a queue, once there is quota for all of it",
          reason: "Forbidden",
        },
      ],
    });
    assert.deepEqual(bound?.spec, {
      policyName: "queued-jobsets-are-started-by-kueue",
      validationActions: ["Deny"],
    });
  });

  it("say nothing of JobSets that are in no queue where none is required", () => {
    const [made] = queueObjects(contextOf(localInfra, { queues: { required: false } }));
    assert.match(
      JSON.stringify(made?.spec),
      /"objectSelector":\{"matchExpressions":\[\{"key":"kueue.x-k8s.io\/queue-name","operator":"Exists"\}\]\}/,
    );
  });

  it("let Trainer 2.2 and Kueue settle it between them", () => {
    const kinds = (release: string) =>
      queueObjects(contextOf(localInfra, { release })).map(({ kind }) => kind);
    assert.ok(kinds("26.03").includes("ValidatingAdmissionPolicy"));
    assert.ok(!kinds("26.03.1-rc.2").some((kind) => kind.startsWith("ValidatingAdmissionPolicy")));
  });

  it("refuse what the environment's pools don't have", () => {
    const context = contextOf(localInfra, { queues: { pools: ["gpus"] } });
    assert.throws(() => queueObjects(context), UserError);
  });
});
