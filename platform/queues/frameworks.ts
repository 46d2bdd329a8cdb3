import { isIn, type Span } from "../../manifests";
import type { Context, PartName } from "../part";

/** A kind of job that Kueue queues, as its configuration calls it. */
export type Framework =
  | "batch/job"
  | "jobset.x-k8s.io/jobset"
  | "trainer.kubeflow.org/trainjob"
  | "kubeflow.org/pytorchjob"
  | "kubeflow.org/tfjob"
  | "kubeflow.org/xgboostjob"
  | "kubeflow.org/jaxjob"
  | "kubeflow.org/paddlejob";

/** Releases whose Trainer is 2.2 or later: Kueue queues TrainJobs themselves. */
export const queuedTrainJobs: Span = { since: "26.03.1-rc.2" };

/**
 * The kinds that are queued, by the part that serves them; all of them are built into Kueue 0.19.2, none is external
 * (pkg/controller/jobs).
 *
 * What is missing, and why:
 *
 * - `trainer.kubeflow.org/trainjob` in 26.03: since 0.17 it writes `spec.runtimePatches`, which Trainer has since 2.2.
 *   Kubeflow 26.03 has 2.1, whose definition drops the field; Kueue then never finds its patch, and its update takes
 *   away the `podTemplateOverrides` that it doesn't know. TrainJobs are queued there as the JobSets that Trainer makes
 *   of them: trainer-policy.ts. Since 26.03.1 they are queued themselves, and Kueue leaves their JobSets to them.
 * - `kubeflow.org/mpijob`: it is of MPI operator's v2beta1; Training Operator serves v1. MPI is to be had in a TrainJob.
 * - `pod`, `deployment`, `statefulset`: notebooks, model servers and the steps of pipelines must not wait behind training.
 * - `sparkoperator.k8s.io/sparkapplication`: alpha, behind a feature gate. Ray's, AppWrapper, LeaderWorkerSet: not installed.
 */
const served: readonly (Span & {
  readonly part: PartName | undefined;
  readonly kinds: readonly Framework[];
})[] = [
  { part: undefined, kinds: ["batch/job"] },
  { part: "trainer", kinds: ["jobset.x-k8s.io/jobset"] },
  { ...queuedTrainJobs, part: "trainer", kinds: ["trainer.kubeflow.org/trainjob"] },
  {
    part: "trainingOperator",
    kinds: [
      "kubeflow.org/pytorchjob",
      "kubeflow.org/tfjob",
      "kubeflow.org/xgboostjob",
      "kubeflow.org/jaxjob",
      "kubeflow.org/paddlejob",
    ],
  },
];

/** The kinds that are queued where some parts are installed: Kueue would wait for definitions of the others for ever. */
export function frameworks({ config, has }: Pick<Context, "config" | "has">): Framework[] {
  return served
    .filter((row) => isIn(config.release, row) && (row.part === undefined || has(row.part)))
    .flatMap(({ kinds }) => kinds);
}
