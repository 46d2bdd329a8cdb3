import type { Environment } from "./settings";

/** One mistake in an environment's file, and how it is reported. */
export interface BadInput {
  /** The mistake in words: the test's title. */
  readonly what: string;
  /** The environment whose tracked file the mistake is made in. */
  readonly in: Environment;
  /** Changes to the file's `kubeflow-infra:` keys, see changedSettings. */
  readonly set: Readonly<Record<string, unknown>>;
  /** The key that is to blame, without `kubeflow-infra:`. */
  readonly path: string;
  /** What the one line of the message says after the key and its value. */
  readonly says: RegExp;
}
