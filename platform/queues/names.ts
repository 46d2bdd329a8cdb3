/** API version of Kueue's objects; the storage version of 0.19.2's definitions. */
export const apiVersion = "kueue.x-k8s.io/v1beta2";

/**
 * The LocalQueue of a namespace whose jobs need not name it: Kueue puts the label `kueue.x-k8s.io/queue-name` with this
 * name on jobs that have none (pkg/controller/constants of 0.19.2).
 */
export const defaultLocalQueue = "default";

/** The share, and ClusterQueue, of every tenant that no share names. */
export const sharedShare = "shared";

/** The cohort of everybody: what one share leaves unused, all others may borrow. */
export const rootCohort = "kubeflow";

/** The label of namespaces that belong to a Profile (kubeflow/kubeflow, profile-controller). */
export const tenantLabel = { key: "app.kubernetes.io/part-of", value: "kubeflow-profile" } as const;
