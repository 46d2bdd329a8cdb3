import { UserError } from "../../config/errors";
import { KubeError } from "../../kube/errors";
import type { KubeClient } from "../../kube/client";
import { at, textOf } from "../../plugin";
import { tenantAccount } from "../spec/tenant";

/** Whose token is wanted. */
export interface MachineTokenArgs {
  /** The tenant's namespace. */
  readonly namespace: string;
  /** The service account. Default: `default-editor`, which may what the tenant's contributors may. */
  readonly account?: string | undefined;
  /** For whom the token is: `signOn.audiences` of the platform's outputs has those that the gateway takes. */
  readonly audience: string;
  /** How long it is good for, in seconds; the API server gives none for less than 600. Default: 600. */
  readonly seconds?: number | undefined;
}

/**
 * A token of a tenant's service account, by the API server's TokenRequest: what a program sends as bearer token to the
 * dashboard's domain (docs/sign-on.md). It lives for minutes, and is kept nowhere.
 *
 * @throws UserError where the account isn't there, or the cluster's credentials may not ask for its tokens
 */
export async function machineToken(
  cluster: Pick<KubeClient, "raw">,
  { namespace, account = tenantAccount, audience, seconds = 600 }: MachineTokenArgs,
  signal?: AbortSignal,
): Promise<string> {
  const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${account}/token`;
  const body = {
    apiVersion: "authentication.k8s.io/v1",
    kind: "TokenRequest",
    spec: { audiences: [audience], expirationSeconds: seconds },
  };
  try {
    const answer = await cluster.raw("POST", path, { body, signal });
    const token = textOf(at(answer, "status", "token"));
    if (token === "") {
      throw new Error(`the API server gave no token for ServiceAccount ${namespace}/${account}`);
    }
    return token;
  } catch (error) {
    throw error instanceof KubeError ? refusal(`${namespace}/${account}`, error) : error;
  }
}

function refusal(account: string, error: KubeError): UserError {
  return error.status === 404
    ? new UserError(
        `there is no ServiceAccount ${account}, as which the tenant's programs speak to Kubeflow`,
        "the profile controller makes it with the tenant's namespace: run up again once it has",
        1,
      )
    : new UserError(
        `no token for ServiceAccount ${account}: ${error.message}`,
        'the credentials of the kubeconfig need the right to "create" serviceaccounts/token in that namespace',
        1,
      );
}
