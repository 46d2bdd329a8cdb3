/**
 * The Pulumi project names of the three linked stacks and of the front door.
 *
 * Public: stack references and configuration keys are made of them.
 */
export const projects = {
  infra: "kubeflow-infra",
  platform: "kubeflow-platform",
  workloads: "kubeflow-workloads",
  frontDoor: "kubeflow",
} as const;

/** One of the rooms that are Pulumi projects. */
export type ProjectName = keyof typeof projects;
