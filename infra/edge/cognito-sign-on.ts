import * as cognito from "@pulumi/aws/cognito";
import * as secretsmanager from "@pulumi/aws/secretsmanager";
import * as pulumi from "@pulumi/pulumi";
import type { Site } from "../site";
import {
  callbackUrls,
  clientSecretName,
  type CognitoConfig,
  domainPrefix,
  GROUPS,
  issuerOf,
  logoutUrl,
  MFA_CONFIGURATION,
  PASSWORD_POLICY,
} from "./sign-on";

/** What a {@link CognitoSignOn} is made from. */
export interface CognitoSignOnArgs {
  readonly site: Site;
  readonly config: CognitoConfig;
  /** Where the dashboard is to be found. */
  readonly domain: string;
  /** KMS key of the client secret. */
  readonly dataKeyArn: pulumi.Input<string>;
}

/**
 * People sign in at a Cognito user pool, into which administrators alone put them. Whoever is put in needs
 * `email_verified` set to true: dex refuses an address that nobody vouches for, and a lost password is recovered by it.
 *
 * Costs (Cognito's pricing page of September 2026): development is on the plan Essentials, 0.015 USD for each person a month after
 * the first 10,000; production on Plus, 0.02 USD for each from the first, for threat protection.
 */
export class CognitoSignOn extends pulumi.ComponentResource {
  /** OIDC issuer. */
  readonly issuer: pulumi.Output<string>;
  readonly clientId: pulumi.Output<string>;
  /** ARN of the Secrets Manager secret whose text is the client secret. */
  readonly clientSecretArn: pulumi.Output<string>;
  /** Where a browser is sent to when somebody has signed out of Kubeflow. */
  readonly logoutUrl: pulumi.Output<string>;

  constructor(name: string, args: CognitoSignOnArgs, opts?: pulumi.ComponentResourceOptions) {
    super("kubeflow:infra:CognitoSignOn", name, {}, opts);
    const pool = this.makePool(name, args);
    this.makeGroups(name, pool);
    const page = this.makePage(name, args, pool);
    const client = this.makeClient(name, args, pool);
    const secretArn = this.keepSecret(name, args, client);

    // Discovery at the issuer names the sign-in page, so the issuer is not of use before the page is there.
    this.issuer = pulumi.all([pool.id, page.id]).apply(([id]) => issuerOf(args.site.region, id));
    this.clientId = client.id;
    this.clientSecretArn = secretArn;
    this.logoutUrl = client.id.apply((id) => logoutUrl(args.site, args.config, args.domain, id));
    this.registerOutputs({ issuer: this.issuer, clientId: this.clientId });
  }

  private makePool(name: string, { site, config }: CognitoSignOnArgs): cognito.UserPool {
    const production = site.tier === "production";
    return new cognito.UserPool(
      `${name}-users`,
      {
        name: site.clusterName,
        usernameAttributes: ["email"],
        usernameConfiguration: { caseSensitive: false },
        autoVerifiedAttributes: ["email"],
        // Kubeflow knows people by their address: a new one counts once it is proven to be theirs.
        userAttributeUpdateSettings: { attributesRequireVerificationBeforeUpdates: ["email"] },
        adminCreateUserConfig: { allowAdminCreateUserOnly: true },
        accountRecoverySetting: { recoveryMechanisms: [{ name: "verified_email", priority: 1 }] },
        passwordPolicy: PASSWORD_POLICY,
        mfaConfiguration: MFA_CONFIGURATION[config.multiFactor],
        ...(config.multiFactor === "off" ? {} : { softwareTokenMfaConfiguration: { enabled: true } }),
        deletionProtection: production ? "ACTIVE" : "INACTIVE",
        // Threat protection is part of the plan Plus only (Cognito developer guide).
        userPoolTier: production ? "PLUS" : "ESSENTIALS",
        userPoolAddOns: { advancedSecurityMode: production ? "ENFORCED" : "OFF" },
        tags: { Name: site.clusterName },
      },
      { parent: this },
    );
  }

  private makeGroups(name: string, pool: cognito.UserPool) {
    for (const group of GROUPS) {
      new cognito.UserGroup(`${name}-${group.name}`, { ...group, userPoolId: pool.id }, { parent: this });
    }
  }

  /** The sign-in page. */
  private makePage(name: string, { site, config }: CognitoSignOnArgs, pool: cognito.UserPool) {
    return new cognito.UserPoolDomain(
      `${name}-page`,
      {
        domain: domainPrefix(site, config),
        userPoolId: pool.id,
        // The classic page; the newer one wants a branding of its own before it shows anything.
        managedLoginVersion: 1,
      },
      { parent: this },
    );
  }

  private makeClient(name: string, { site, domain }: CognitoSignOnArgs, pool: cognito.UserPool) {
    return new cognito.UserPoolClient(
      `${name}-client`,
      {
        name: `${site.clusterName}-kubeflow`,
        userPoolId: pool.id,
        generateSecret: true,
        allowedOauthFlowsUserPoolClient: true,
        allowedOauthFlows: ["code"],
        allowedOauthScopes: ["openid", "email", "profile"],
        // Passwords are typed into the sign-in page and nowhere else.
        explicitAuthFlows: ["ALLOW_REFRESH_TOKEN_AUTH"],
        supportedIdentityProviders: ["COGNITO"],
        callbackUrls: callbackUrls(domain),
        logoutUrls: [`https://${domain}/`],
        preventUserExistenceErrors: "ENABLED",
        enableTokenRevocation: true,
        accessTokenValidity: 1,
        idTokenValidity: 1,
        refreshTokenValidity: 1,
        tokenValidityUnits: { accessToken: "hours", idToken: "hours", refreshToken: "days" },
      },
      { parent: this },
    );
  }

  /** Puts the client secret where the cluster can read it, so that no output of the stack has to hold it. */
  private keepSecret(
    name: string,
    args: CognitoSignOnArgs,
    client: cognito.UserPoolClient,
  ): pulumi.Output<string> {
    const { site, dataKeyArn } = args;
    const secret = new secretsmanager.Secret(
      `${name}-client-secret`,
      {
        name: clientSecretName(site),
        description: "client secret of Kubeflow at its Cognito user pool",
        kmsKeyId: dataKeyArn,
        // Until the window is over the name is taken, and a development environment is made anew under the same one.
        recoveryWindowInDays: site.tier === "production" ? 30 : 0,
        tags: { Name: clientSecretName(site) },
      },
      { parent: this },
    );
    const version = new secretsmanager.SecretVersion(
      `${name}-client-secret`,
      { secretId: secret.id, secretString: client.clientSecret },
      { parent: this },
    );
    // Who reads the secret finds a text in it.
    return pulumi.all([secret.arn, version.id]).apply(([arn]) => arn);
  }
}
