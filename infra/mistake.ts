/** Something wrong in the configuration, found before anything is registered. */
export interface Mistake {
  /** Where, from `kubeflow-infra:` on, such as `["nodePools", 0, "instanceTypes", 1]`. */
  readonly path: readonly (string | number)[];
  /** What is wrong, what is allowed, and what to do. */
  readonly message: string;
}
