import * as z from "zod";

/** `kubeflow-platform:signOn`: how people and programs sign in, and who may do what. */
export const SignOnConfig = z.strictObject({
  /**
   * E-mail address of the one static user that dex knows where no identity provider is connected: for `local` and
   * trials. Default: user@example.com.
   */
  user: z.email().default("user@example.com"),
});

/** See the schema of the same name. */
export type SignOnConfig = z.output<typeof SignOnConfig>;
