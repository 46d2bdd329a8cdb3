import * as z from "zod";

/** `kubeflow-platform:database`: how databases outside of the cluster are reached. */
export const DatabaseConfig = z.strictObject({});

/** See the schema of the same name. */
export type DatabaseConfig = z.output<typeof DatabaseConfig>;
