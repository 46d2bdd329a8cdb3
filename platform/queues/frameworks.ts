import type { PartName } from "../part";

/** A kind of job that Kueue queues, as its configuration calls it. */
export type Framework =
  | "batch/job"
  | "jobset.x-k8s.io/jobset"
  | "kubeflow.org/pytorchjob"
  | "kubeflow.org/tfjob"
  | "kubeflow.org/xgboostjob"
  | "kubeflow.org/jaxjob"
  | "kubeflow.org/paddlejob";

/**
 * The kinds that are queued, by the part that serves them; all of them are built into Kueue 0.19.2, none is external
 * (pkg/controller/jobs).
 *
 * What is missing, and why:
 *
 * - `trainer.kubeflow.org/trainjob`: since 0.17 it writes `spec.runtimePatches`, which Trainer has since 2.2. Kubeflow
 *   26.03 has 2.1, whose definition drops the field; Kueue then never finds its patch, and its update takes away the
 *   `podTemplateOverrides` that it doesn't know. TrainJobs are queued as the JobSets that Trainer makes of them:
 *   trainer-policy.ts.
 * - `kubeflow.org/mpijob`: it is of MPI operator's v2beta1; Training Operator serves v1. MPI is to be had in a TrainJob.
 * - `pod`, `deployment`, `statefulset`: notebooks, model servers and the steps of pipelines must not wait behind training.
 * - `sparkoperator.k8s.io/sparkapplication`: alpha, behind a feature gate. Ray's, AppWrapper, LeaderWorkerSet: not installed.
 */
const served: Readonly<
  Record<string, { readonly part: PartName | undefined; readonly kinds: readonly Framework[] }>
> = {
  kubernetes: { part: undefined, kinds: ["batch/job"] },
  trainer: { part: "trainer", kinds: ["jobset.x-k8s.io/jobset"] },
  trainingOperator: {
    part: "trainingOperator",
    kinds: [
      "kubeflow.org/pytorchjob",
      "kubeflow.org/tfjob",
      "kubeflow.org/xgboostjob",
      "kubeflow.org/jaxjob",
      "kubeflow.org/paddlejob",
    ],
  },
};

/** The kinds that are queued where some parts are installed: Kueue would wait for definitions of the others for ever. */
export function frameworks(has: (part: PartName) => boolean): Framework[] {
  return Object.values(served)
    .filter(({ part }) => part === undefined || has(part))
    .flatMap(({ kinds }) => kinds);
}
