import * as z from "zod";

/** `kubeflow-platform:notebooks`: notebook servers. */
export const NotebooksConfig = z.strictObject({});

/** See the schema of the same name. */
export type NotebooksConfig = z.output<typeof NotebooksConfig>;
