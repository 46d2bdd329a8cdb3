import { isObject, on, type Transform } from "../../manifests";
import { secretData } from "../auth/secret-data";
import type { Component } from "./component";

/** The OIDC provider. Its static user and its client secret are generated; upstream's are public. */
export const dex: Component = {
  name: "dex",
  title: "Dex",
  target: "common/dex/overlays/oauth2-proxy",
  requires: ["istio"],
  transforms: ({ config }) => [dexUser(config.signOn.user)],
  overrides: (_context, credentials) => ({
    "Secret/auth/dex-passwords": secretData({ DEX_USER_PASSWORD: credentials.user.bcryptHash }),
    "Secret/auth/dex-oidc-client": secretData({
      OIDC_CLIENT_ID: credentials.oidcClientId,
      OIDC_CLIENT_SECRET: credentials.oidcClientSecret.result,
    }),
  }),
};

/** Upstream's configuration names one static user by this address. */
const upstreamUser = "user@example.com";

/** Renames the one static user of upstream's configuration. @throws Error where a release has none */
export function dexUser(email: string): Transform {
  return on({ kind: "ConfigMap", name: "dex", namespace: "auth" }, (manifest) => {
    const text = isObject(manifest.data) ? manifest.data["config.yaml"] : undefined;
    if (typeof text !== "string" || !text.includes(`email: ${upstreamUser}`)) {
      throw new Error(`the dex configuration of this release has no static user ${upstreamUser} to rename`);
    }
    const data = { "config.yaml": text.replace(`email: ${upstreamUser}`, () => `email: ${email}`) };
    return { ...manifest, data };
  });
}
