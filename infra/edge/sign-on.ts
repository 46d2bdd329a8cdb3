import type { EdgeConfig } from "../config/edge";
import type { Site } from "../site";

/** Sign-on by a Cognito user pool. */
export type CognitoConfig = Extract<EdgeConfig["signOn"], { kind: "cognito" }>;

/** Name of the Secrets Manager secret whose text is the client secret. */
export function clientSecretName(site: Pick<Site, "clusterName">): string {
  return `${site.clusterName}/sign-on/client-secret`;
}

/** How the sign-in page's name begins. It is unique in its region for all AWS accounts, hence the account. */
export function domainPrefix(site: Pick<Site, "clusterName" | "accountId">, config: CognitoConfig): string {
  return config.domainPrefix ?? `${site.clusterName}-${site.accountId}`;
}

/** The OIDC issuer of a user pool (Cognito API reference, IssuerConfigurationType: ORIGINAL). */
export function issuerOf(region: string, userPoolId: string): string {
  return `https://cognito-idp.${region}.amazonaws.com/${userPoolId}`;
}

/**
 * Where Cognito forgets who a browser is, and sends it back to the dashboard. Source: Cognito developer guide, logout
 * endpoint.
 */
export function logoutUrl(
  site: Pick<Site, "clusterName" | "accountId" | "region">,
  config: CognitoConfig,
  domain: string,
  clientId: string,
): string {
  const page = `https://${domainPrefix(site, config)}.auth.${site.region}.amazoncognito.com/logout`;
  return `${page}?client_id=${clientId}&logout_uri=${encodeURIComponent(`https://${domain}/`)}`;
}

/** Where Cognito may send a browser back to: dex' connector, or oauth2-proxy where it stands without dex. */
export function callbackUrls(domain: string): string[] {
  return [`https://${domain}/dex/callback`, `https://${domain}/oauth2/callback`];
}

/** Whether and when a second factor is asked for. */
export const MFA_CONFIGURATION = {
  required: "ON",
  optional: "OPTIONAL",
  off: "OFF",
} as const satisfies Record<CognitoConfig["multiFactor"], string>;

/** Groups of people. A token has them as `cognito:groups`; where somebody is in two, the lower precedence counts. */
export const GROUPS = [
  { name: "kubeflow-admins", description: "administrators of Kubeflow", precedence: 1 },
  { name: "kubeflow-users", description: "people who work with Kubeflow", precedence: 2 },
] as const;

/** What a password has to be. Length does more than symbols; both are asked for since many audits do. */
export const PASSWORD_POLICY = {
  minimumLength: 14,
  requireLowercase: true,
  requireUppercase: true,
  requireNumbers: true,
  requireSymbols: true,
  temporaryPasswordValidityDays: 3,
} as const;
