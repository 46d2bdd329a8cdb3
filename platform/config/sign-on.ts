import * as z from "zod";

const Group = z.strictObject({
  /**
   * The group as the identity provider's tokens spell it, such as `kubeflow-users` of the user pool that infra makes.
   * Required.
   */
  name: z
    .string()
    .regex(
      /^(?!system:)[^"\\*{}\p{Cc}]{1,128}$/u,
      'a name without quotes, \\, * or braces, and not "system:…"',
    ),
  /**
   * What its members may do in the namespaces: `view` to read, `edit` to work in them and call their models, `admin`
   * to let others in too. Required.
   */
  role: z.enum(["admin", "edit", "view"]),
  /** Namespaces of tenants. Default: all of them. */
  namespaces: z.array(z.string().min(1)).min(1, "one namespace or more; left out for all of them").optional(),
});

const IdentityProvider = z.strictObject({
  /**
   * Claim of its tokens that has somebody's groups. Default: `cognito:groups` for a Cognito user pool, `groups` for
   * any other.
   */
  groupsClaim: z.string().min(1).optional(),
  /** Claim that has somebody's name to show. Default: `email` for a Cognito user pool, `name` for any other. */
  nameClaim: z.string().min(1).optional(),
  /** What is asked of it besides `openid`, such as `groups` of Okta. Default: email and profile. */
  scopes: z.array(z.string().min(1)).default(["email", "profile"]),
  /**
   * Whether its user info endpoint is asked too, for providers whose tokens don't say enough. Cognito's has no groups.
   * Default: false.
   */
  userInfo: z.boolean().default(false),
  /**
   * Where a browser is sent to after it has signed out of Kubeflow, so that the identity provider forgets it too.
   * Default: that of the Cognito user pool that infra makes; with any other provider people stay signed in there.
   */
  logoutUrl: z.url({ protocol: /^https$/, error: "an https:// URL" }).optional(),
});

/** `kubeflow-platform:signOn`: how people and programs sign in, and who may do what. */
export const SignOnConfig = z.strictObject({
  /**
   * E-mail address of the one static user that dex knows where no identity provider is connected: for `local` and
   * trials. Its password is generated. Refused beside an identity provider unless `staticUser` is true. Default:
   * user@example.com.
   */
  user: z.email("an e-mail address").optional(),
  /**
   * Whether that user can sign in beside an identity provider: everybody with its password can then, without a second
   * factor and from anywhere that the load balancer can be reached from. Default: false; without an identity provider
   * there is nobody else.
   */
  staticUser: z.boolean().default(false),
  /** What differs between identity providers; which one it is, infra's `edge.signOn` says. */
  identityProvider: IdentityProvider.prefault({}),
  /** Hours until somebody has to sign in again. The token and the cookie end together. Default: 12. */
  sessionHours: z.int().min(1, "1 or more").max(24, "24 or fewer").default(12),
  /**
   * E-mail addresses of those who may work in every tenant's namespace. The first of them also sees all tenants in the
   * dashboard and lets people in and out of each: release 26.03's access management knows one. Default: nobody.
   */
  admins: z.array(z.email("an e-mail address")).default([]),
  /**
   * What groups of the identity provider may do. Release 26.03's own pages ask Kubernetes about the person alone, so
   * that a group counts for kubectl, for calling models and for the Model Registry; who is to work in a tenant's pages
   * is named as its contributor (docs/sign-on.md). Default: none.
   */
  groups: z.array(Group).default([]),
  /**
   * Audiences of service accounts' tokens with which programs come in; a token for any other, such as the API server,
   * is refused. Default: pipelines.kubeflow.org, which Kubeflow's clients ask for, and https://<domain>.
   */
  tokenAudiences: z.array(z.string().min(1)).min(1, "one audience or more").optional(),
});

/** See the schema of the same name. */
export type SignOnConfig = z.output<typeof SignOnConfig>;
