import { gatewayTokens, oauth2ProxyTarget } from "../auth/machine-tokens";
import { oauth2ProxyConfiguration } from "../auth/oauth2-proxy-config";
import { oauth2ProxySecrets } from "../auth/oauth2-proxy-secrets";
import { secretData } from "../auth/secret-data";
import { OIDC_CLIENT_ID, signOnOf } from "../auth/sign-on";
import type { Component } from "./component";

/** Signs people in at the gateway. Client secret (dex has the same one) and cookie secret are generated. */
export const oauth2Proxy: Component = {
  name: "oauth2Proxy",
  title: "OAuth2 Proxy",
  target: (setting) => oauth2ProxyTarget(signOnOf(setting)),
  requires: ["istio", "dex"],
  transforms: (context) => {
    const signOn = signOnOf(context);
    return [...oauth2ProxyConfiguration(signOn), oauth2ProxySecrets, ...gatewayTokens(signOn)];
  },
  overrides: (_context, credentials) => ({
    // Kustomize puts a hash of upstream's content behind the name; `*` stands for it.
    "Secret/oauth2-proxy/oauth2-proxy-*": secretData({
      "client-id": OIDC_CLIENT_ID,
      "client-secret": credentials.oidcClientSecret.result,
      "cookie-secret": credentials.cookieSecret.result,
    }),
  }),
};
