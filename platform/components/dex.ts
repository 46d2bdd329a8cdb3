import { dexConfiguration } from "../auth/dex-config";
import { clientSecret, dexPods } from "../auth/dex-pods";
import { secretData } from "../auth/secret-data";
import { OIDC_CLIENT_ID, signOnOf } from "../auth/sign-on";
import { without } from "../../manifests";
import type { Component } from "./component";

/**
 * Signs tokens for whom an identity provider knows, or for one static user. That user's password and the client secret
 * of oauth2-proxy are generated; upstream's are public.
 */
export const dex: Component = {
  name: "dex",
  title: "Dex",
  target: "common/dex/overlays/oauth2-proxy",
  requires: ["istio"],
  requiresHere: (setting) => (signOnOf(setting).identityProvider === undefined ? [] : ["externalSecrets"]),
  transforms: (context) => {
    const signOn = signOnOf(context);
    return [
      dexConfiguration(signOn),
      ...dexPods(signOn),
      ...(signOn.staticUser === undefined
        ? [without({ kind: "Secret", name: "dex-passwords", namespace: "auth" })]
        : []),
    ];
  },
  additions: (context) => {
    const { identityProvider } = signOnOf(context);
    return identityProvider === undefined ? [] : [clientSecret(identityProvider)];
  },
  overrides: (context, credentials) => ({
    ...(signOnOf(context).staticUser !== undefined && {
      "Secret/auth/dex-passwords": secretData({ DEX_USER_PASSWORD: credentials.user.bcryptHash }),
    }),
    "Secret/auth/dex-oidc-client": secretData({
      OIDC_CLIENT_ID,
      OIDC_CLIENT_SECRET: credentials.oidcClientSecret.result,
    }),
  }),
};
