import { UserError } from "../../config/errors";
import type { TokenIssuer } from "../../istio";
import type { Setting } from "../part";

/** Where dex answers inside the cluster. */
export const DEX = "http://dex.auth.svc.cluster.local:5556/dex";

/** Audience that Kubeflow's own clients ask for, and that KFP's API server checks. Source: KFP 2.16. */
export const KUBEFLOW_AUDIENCE = "pipelines.kubeflow.org";

/** OAuth2 client of oauth2-proxy at dex, and with it the audience of people's tokens; upstream's name for it. */
export const OIDC_CLIENT_ID = "kubeflow-oidc-authservice";

/** An identity provider that dex sends people to. */
export interface IdentityProvider {
  readonly issuer: string;
  readonly clientId: string;
  /** ARN of the Secrets Manager secret whose text is the client secret. */
  readonly clientSecretArn: string;
  readonly scopes: readonly string[];
  readonly groupsClaim: string;
  readonly nameClaim: string;
  readonly userInfo: boolean;
}

/** How people and programs sign in in one environment. */
export interface SignOn {
  /** Where browsers come in: `https://<domain>`. Absent where there is no load balancer. */
  readonly origin?: string;
  readonly domain?: string;
  /** The `iss` of people's tokens. */
  readonly issuer: string;
  /** Where the keys of {@link issuer} are, inside the cluster. */
  readonly jwksUri: string;
  /** Absent where nobody signs in with a password. */
  readonly staticUser?: string;
  readonly identityProvider?: IdentityProvider;
  /** Where a browser goes when it has signed out. */
  readonly logoutUrl?: string;
  readonly sessionHours: number;
  /** The cluster's issuer of service accounts' tokens, where there is one that the gateway can ask. */
  readonly clusterIssuer?: string;
  /** Audiences that the gateway takes such a token for. */
  readonly audiences: readonly string[];
  /** All whose tokens the gateways take: people's first. */
  readonly tokenIssuers: readonly TokenIssuer[];
}

/**
 * How people and programs sign in here.
 *
 * @throws UserError where the configuration names a static user that nobody could be, or leaves nobody who could sign in
 */
export function signOnOf({ config, infra }: Setting): SignOn {
  const edge = infra.aws?.edge;
  const identityProvider = edge === undefined ? undefined : providerOf(edge.signOn, config.signOn);
  const { user, staticUser, sessionHours, tokenAudiences } = config.signOn;
  if (identityProvider !== undefined && user !== undefined && !staticUser) {
    throw new UserError(
      `kubeflow-platform:signOn.user is ${user}: people sign in at ${identityProvider.issuer} here, and a static user ` +
        "beside it would get in with a password alone, past the identity provider",
      "leave it out, or set kubeflow-platform:signOn.staticUser to true as well, for a trial",
    );
  }
  const origin = edge === undefined ? undefined : `https://${edge.domain}`;
  const issuer = origin === undefined ? DEX : `${origin}/dex`;
  const clusterIssuer = infra.cluster.oidcIssuer;
  const audiences = tokenAudiences ?? [KUBEFLOW_AUDIENCE, ...(origin === undefined ? [] : [origin])];
  const jwksUri = `${DEX}/keys`;
  return {
    ...(edge !== undefined && { origin, domain: edge.domain }),
    issuer,
    jwksUri,
    ...((identityProvider === undefined || staticUser) && { staticUser: user ?? exampleUser }),
    ...(identityProvider !== undefined && { identityProvider }),
    ...logoutOf(config.signOn.identityProvider.logoutUrl ?? edge?.signOn.logoutUrl),
    sessionHours,
    ...(clusterIssuer !== undefined && { clusterIssuer }),
    audiences,
    tokenIssuers: [
      { issuer, jwksUri, audiences: [OIDC_CLIENT_ID], userClaim: "email" },
      ...(clusterIssuer === undefined
        ? []
        : [{ issuer: clusterIssuer, audiences, userClaim: "sub" as const }]),
    ],
  };
}

/** The static user where configuration names none: upstream's. */
export const exampleUser = "user@example.com";

type Edge = NonNullable<NonNullable<Setting["infra"]["aws"]>["edge"]>;

function providerOf(signOn: Edge["signOn"], config: Setting["config"]["signOn"]): IdentityProvider {
  const { groupsClaim, nameClaim, scopes, userInfo } = config.identityProvider;
  const cognito = isCognito(signOn.issuer);
  return {
    issuer: signOn.issuer,
    clientId: signOn.clientId,
    clientSecretArn: signOn.clientSecretArn,
    scopes: ["openid", ...scopes.filter((scope) => scope !== "openid")],
    groupsClaim: groupsClaim ?? (cognito ? "cognito:groups" : "groups"),
    nameClaim: nameClaim ?? (cognito ? "email" : "name"),
    userInfo,
  };
}

/** Source: Cognito API reference, IssuerConfigurationType. */
function isCognito(issuer: string): boolean {
  return /^https:\/\/cognito-idp\.[a-z0-9-]+\.amazonaws\.com(\.cn)?\//.test(issuer);
}

function logoutOf(logoutUrl: string | undefined): Pick<SignOn, "logoutUrl"> {
  return logoutUrl === undefined ? {} : { logoutUrl };
}
