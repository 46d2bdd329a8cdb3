import { secretData } from "../auth/secret-data";
import type { Component } from "./component";

/** Signs people in at the gateway. Client secret (dex has the same one) and cookie secret are generated. */
export const oauth2Proxy: Component = {
  name: "oauth2Proxy",
  title: "OAuth2 Proxy",
  target: "common/oauth2-proxy/overlays/m2m-dex-only",
  requires: ["istio", "dex"],
  overrides: (_context, credentials) => ({
    // Kustomize puts a hash of upstream's content behind the name; `*` stands for it.
    "Secret/oauth2-proxy/oauth2-proxy-*": secretData({
      "client-id": credentials.oidcClientId,
      "client-secret": credentials.oidcClientSecret.result,
      "cookie-secret": credentials.cookieSecret.result,
    }),
  }),
};
