import { stringify } from "yaml";
import * as z from "zod";

/** How the API server is reached. */
export interface Connection {
  /** URL of the API server. */
  readonly endpoint: string;
  /** The authority that signed its certificate, in base64. */
  readonly certificateAuthority: string;
}

/** What a kubeconfig is made from. */
export interface KubeconfigArgs extends Connection {
  /** Name of the EKS cluster; the context has the same name. */
  readonly name: string;
  readonly region: string;
}

/**
 * A kubeconfig with one context whose tokens come from the AWS CLI, so that it holds no credentials: whoever uses it
 * needs AWS credentials of a role that has an access entry. It names no profile and no environment: those belong to
 * whoever uses it, and a change of them must not show as a change of the cluster.
 */
export function eksKubeconfig({ name, region, endpoint, certificateAuthority }: KubeconfigArgs): string {
  return stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name, cluster: { server: endpoint, "certificate-authority-data": certificateAuthority } }],
    users: [
      {
        name,
        user: {
          exec: {
            apiVersion: "client.authentication.k8s.io/v1beta1",
            command: "aws",
            args: ["eks", "get-token", "--region", region, "--cluster-name", name, "--output", "json"],
            interactiveMode: "Never",
            installHint: "tokens for EKS come from the AWS CLI, version 2",
          },
        },
      },
    ],
    contexts: [{ name, context: { cluster: name, user: name } }],
    "current-context": name,
  });
}

const written = z.object({
  clusters: z.tuple([
    z.object({ cluster: z.object({ server: z.url(), "certificate-authority-data": z.string().min(1) }) }),
  ]),
});

/**
 * Reads where a kubeconfig leads.
 * @param json the kubeconfig that the EKS component gives as JSON
 */
export function connectionOf(json: string): Connection {
  const [{ cluster }] = written.parse(JSON.parse(json)).clusters;
  return { endpoint: cluster.server, certificateAuthority: cluster["certificate-authority-data"] };
}
