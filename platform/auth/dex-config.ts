import { stringify } from "yaml";
import * as z from "zod";
import type { JsonObject, Transform } from "../../manifests";
import { changeConfigMap, readYaml, type Texts } from "../components/config-map";
import { DEX, type IdentityProvider, type SignOn } from "./sign-on";

/** Environment variable with the client secret at the identity provider; dex puts it in place of `$<name>`. */
export const CLIENT_SECRET_VARIABLE = "IDENTITY_PROVIDER_CLIENT_SECRET";

/** What the configuration of release 26.03 must look like for this file to know what it changes. */
const Upstream = z.looseObject({
  issuer: z.literal(DEX),
  storage: z.looseObject({ type: z.literal("kubernetes") }),
  enablePasswordDB: z.literal(true),
  staticPasswords: z.tuple([
    z.looseObject({
      email: z.string(),
      hashFromEnv: z.literal("DEX_USER_PASSWORD"),
      username: z.string(),
      userID: z.string(),
    }),
  ]),
  staticClients: z.tuple([
    z.looseObject({
      idEnv: z.literal("OIDC_CLIENT_ID"),
      secretEnv: z.literal("OIDC_CLIENT_SECRET"),
      redirectURIs: z.tuple([z.literal(callbackPath())]),
    }),
  ]),
  logger: z.looseObject({ level: z.string() }),
});

/**
 * Dex' configuration for this environment.
 *
 * @throws Error where the release's has another shape, so that no account of upstream's stays unseen
 */
export function dexConfiguration(signOn: SignOn): Transform {
  return changeConfigMap({ name: "dex", namespace: "auth" }, (texts, object) => {
    const upstream = upstreamOf(texts, object);
    const [client] = upstream.staticClients;
    const { staticPasswords, enablePasswordDB, ...rest } = upstream;
    const configuration = {
      ...rest,
      issuer: signOn.issuer,
      // At `debug` it writes what it was asked and by whom.
      logger: { ...upstream.logger, level: "info" },
      expiry: { idTokens: `${signOn.sessionHours}h` },
      staticClients: [{ ...client, redirectURIs: [callbackOf(signOn)] }],
      ...(signOn.staticUser !== undefined && {
        enablePasswordDB,
        staticPasswords: [{ ...staticPasswords[0], email: signOn.staticUser }],
      }),
      ...(signOn.identityProvider !== undefined && {
        connectors: [connector(signOn.identityProvider, signOn.issuer)],
      }),
    };
    return { "config.yaml": stringify(configuration) };
  });
}

/** Where dex sends a browser back to. */
export function callbackOf({ origin = "" }: Pick<SignOn, "origin">): string {
  return `${origin}${callbackPath()}`;
}

function callbackPath() {
  return "/oauth2/callback" as const;
}

function upstreamOf(texts: Texts, object: string): z.output<typeof Upstream> {
  const parsed = Upstream.safeParse(readYaml(texts, "config.yaml"));
  if (!parsed.success) {
    throw new Error(`${object} of this release is not what is known here: ${z.prettifyError(parsed.error)}`);
  }
  return parsed.data;
}

/**
 * An identity provider that speaks OpenID Connect. Source of the fields: dex 2.45, connector/oidc.
 *
 * `insecureEnableGroups` is dex' name for taking groups from a token at all: they count from sign-in until the token
 * ends, so that somebody who leaves a group is in it for up to a session more.
 */
function connector(provider: IdentityProvider, issuer: string): JsonObject {
  return {
    type: "oidc",
    id: "identity-provider",
    name: "Identity provider",
    config: {
      issuer: provider.issuer,
      clientID: provider.clientId,
      clientSecret: `$${CLIENT_SECRET_VARIABLE}`,
      redirectURI: `${issuer}/callback`,
      // Dex adds openid itself.
      scopes: provider.scopes.filter((scope) => scope !== "openid"),
      getUserInfo: provider.userInfo,
      insecureEnableGroups: true,
      userNameKey: provider.nameClaim,
      ...(provider.groupsClaim !== "groups" && { claimMapping: { groups: provider.groupsClaim } }),
    },
  };
}
