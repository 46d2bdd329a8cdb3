import assert from "node:assert/strict";
import { makeStyle } from "../terminal/style";
import type { UpgradePlan } from "./plan";
import { planText, question } from "./text";

const style = makeStyle(false);
const step = { what: "Kubeflow", from: "26.03", to: "26.03.1-rc.2", direction: "forward" } as const;
const quiet: UpgradePlan = {
  steps: [step],
  whole: true,
  stacks: ["platform"],
  components: [],
  definitions: [],
  changedDefinitions: 0,
  dropped: [],
  controllers: [],
  tenants: [],
  pods: [],
  irrevocable: [],
};
const effects = {
  name: "trainjobs.trainer.kubeflow.org",
  kind: "TrainJob",
  lostFields: ["spec.labels"],
  objects: 12,
  more: false,
  converted: [],
  lost: [],
  refused: [],
  unchecked: [],
  onlyAfter: [],
  wayBack: true,
};

describe("planText", () => {
  it("says all of it in the order in which it counts", () => {
    const plan: UpgradePlan = {
      ...quiet,
      components: [
        {
          component: "trainer",
          replaced: ["Deployment kubeflow-system/jobset"],
          deleted: ["Namespace old", "ConfigMap kubeflow-system/a"],
          created: 2,
          updated: 3,
        },
      ],
      changedDefinitions: 4,
      definitions: [
        {
          ...effects,
          migration: { lost: ["v1"], to: "trainer.kubeflow.org/v2" },
          converted: [{ text: "spec.a → spec.b", objects: ["team-a/one"] }],
          lost: [{ path: "spec.c", objects: Array.from({ length: 11 }, (_, i) => `team-a/j${i}`) }],
          refused: [{ path: "spec.d", what: "required", objects: ["team-b/two"] }],
          unchecked: ["spec: rule x"],
        },
      ],
      dropped: [{ name: "models.example.com", kind: "Model", objects: 1 }],
      controllers: ["trainer"],
      tenants: [
        {
          component: "trainer",
          kind: "TrainJob",
          total: 12,
          more: false,
          tenants: { "team-a": 11, "team-b": 1 },
        },
      ],
      pods: ["something about pods"],
      irrevocable: ["something that stays"],
    };
    assert.equal(
      planText(plan, "local", style),
      `Upgrade of local
  Kubeflow  26.03 → 26.03.1-rc.2

  What is replaced, deleted and changed
    1 replaced (deleted and made anew), 2 deleted, 2 created, 3 updated, by component:
      trainer  1 replaced, 2 deleted, 2 created, 3 updated
    replaced: Deployment kubeflow-system/jobset (trainer)
    DELETED WITH ALL THAT IS IN IT: Namespace old
    deleted: ConfigMap kubeflow-system/a
    workloads come after that: what changes in them is not known before the platform is there

  Definitions and objects
    4 definitions change
    trainjobs.trainer.kubeflow.org loses v1: 12 TrainJobs written anew in trainer.kubeflow.org/v2
    converted: 1 TrainJob, spec.a → spec.b: team-a/one
    LOST: TrainJob spec.c in 11 objects, nothing converts it: team-a/j0, team-a/j1, team-a/j2, team-a/j3, team-a/j4, team-a/j5, team-a/j6, team-a/j7, team-a/j8, team-a/j9 and 1 more
    NO LONGER TAKEN: TrainJob spec.d, required; 1 object can't be changed before that is mended: team-b/two
    TrainJob: 1 new rule that 12 objects here were not held against
    models.example.com is not in that release: it stays, with 1 object, and nobody looks after it

  Workloads of tenants
    start anew: trainer; while a controller does, what runs goes on and nothing new is started
    trainer  TrainJob: 12 (11 in team-a, 1 in team-b)
    something about pods

  What can't be undone
    something that stays
    else the way back is the same command with kubeflow-platform:release: "26.03"`,
    );
  });

  it("says loudly that the cluster could not be asked, in place of counts", () => {
    const text = planText(
      {
        ...quiet,
        whole: false,
        clusterNotAsked: "the API server does not answer",
        definitions: [{ ...effects, objects: undefined }],
        controllers: ["trainer"],
      },
      "prod",
      style,
    );
    assert.match(text, /THE PREVIEW FAILED/);
    assert.match(text, /THE CLUSTER COULD NOT BE ASKED: the API server does not answer/);
    assert.match(
      text,
      /trainjobs\.trainer\.kubeflow\.org loses spec\.labels: which objects have them is not known/,
    );
    assert.match(text, /what tenants have is not known/);
    assert.doesNotMatch(text, /no object loses a field|no tenant has/);
  });

  it("calls a step back so, and says where a run that was stopped goes on", () => {
    const back = { ...step, from: step.to, to: step.from, direction: "back" } as const;
    const lines = (plan: UpgradePlan) => planText(plan, "local", style).split("\n").slice(0, 3);
    assert.deepEqual(lines({ ...quiet, steps: [back] }).slice(0, 2), [
      "Step back of local",
      "  Kubeflow  26.03.1-rc.2 → 26.03  (a step back)",
    ]);
    const stopped = { from: "26.03", to: "26.03.1-rc.2" };
    assert.equal(
      lines({ ...quiet, stopped })[2],
      "  The way from 26.03 to 26.03.1-rc.2 was stopped halfway; this goes on with what is left of it.",
    );
    assert.equal(
      lines({ ...quiet, steps: [], stopped })[1],
      "  The way from 26.03 to 26.03.1-rc.2 was stopped halfway; this starts from there.",
    );
  });
});

describe("question", () => {
  it("names both ends, of whatever changes", () => {
    assert.equal(question({ steps: [step] }), "Go from 26.03 to 26.03.1-rc.2?");
    const kubernetes = { what: "Kubernetes", from: "1.35", to: "1.36", direction: "forward" } as const;
    assert.equal(question({ steps: [kubernetes] }), "Go from Kubernetes 1.35 to 1.36?");
    assert.equal(
      question({ steps: [{ ...step, direction: "back" }, kubernetes] }),
      "Go back from 26.03 to 26.03.1-rc.2, Kubernetes from 1.35 to 1.36?",
    );
    assert.equal(question({ steps: [], stopped: { from: "26.03", to: "x" } }), "Go back to 26.03?");
  });
});
