import type { Transform } from "../../manifests";
import { changeConfigMap, type ConfigMapTarget, type Texts } from "../components/config-map";
import { rolledOutWith } from "../components/rollout";
import { callbackOf } from "./dex-config";
import { DEX, type SignOn } from "./sign-on";

/** What a key of oauth2_proxy.cfg is set to. */
type Value = string | number | boolean | readonly string[];

/** Keys that the configuration of release 26.03 has, and how; where they are otherwise, this file knows too little. */
const upstream: Readonly<Record<string, Value>> = {
  oidc_issuer_url: DEX,
  // The browser goes where it is sent, the proxy asks dex inside the cluster: no request leaves it and comes back in
  // by the load balancer, which would want its own address to be reachable from where dex runs.
  skip_oidc_discovery: true,
  login_url: "/dex/auth",
  redeem_url: `${DEX}/token`,
  oidc_jwks_url: `${DEX}/keys`,
  set_authorization_header: true,
  cookie_name: "oauth2_proxy_kubeflow",
  cookie_expire: "24h",
  cookie_refresh: 0,
  redirect_url: "/oauth2/callback",
  relative_redirect_url: true,
  provider_display_name: "Dex",
};

/** Those of them that differ here, and further ones. */
export function oauth2ProxySettings(signOn: SignOn): Readonly<Record<string, Value>> {
  const { origin, domain, logoutUrl } = signOn;
  const always = { cookie_expire: `${signOn.sessionHours}h`, cookie_samesite: "lax" };
  if (origin === undefined || domain === undefined) {
    return always;
  }
  return {
    ...always,
    oidc_issuer_url: signOn.issuer,
    login_url: `${signOn.issuer}/auth`,
    redirect_url: callbackOf(signOn),
    relative_redirect_url: false,
    provider_display_name: "Kubeflow",
    // The prefix makes browsers refuse the cookie from any other host. Models answer below the domain, and what a
    // tenant runs there could otherwise set one for all of it; for the same reason there is no cookie_domains.
    cookie_name: "__Host-oauth2_proxy_kubeflow",
    whitelist_domains: [domain, ...(logoutUrl === undefined ? [] : [new URL(logoutUrl).host])],
  };
}

/**
 * oauth2-proxy's configuration for this environment. Who comes with a bearer token never meets it: the gateway checks
 * the token itself, so that oauth2-proxy needs no further issuers.
 *
 * @throws Error where the release's configuration has another shape
 */
export function oauth2ProxyConfiguration(signOn: SignOn): readonly Transform[] {
  const settings = oauth2ProxySettings(signOn);
  return [
    changeConfigMap(generated("oauth2-proxy"), (texts, object) => {
      const text = texts["oauth2_proxy.cfg"];
      if (text === undefined) {
        throw new Error(`${object} has no oauth2_proxy.cfg`);
      }
      return { "oauth2_proxy.cfg": withSettings(text, upstream, settings) };
    }),
    changeConfigMap(generated("oauth2-proxy-parameters"), (texts, object) =>
      parameters(texts, object, signOn),
    ),
    rolledOutWith(["oauth2-proxy"], JSON.stringify([settings, signOn.origin ?? ""])),
  ];
}

/** A ConfigMap behind whose name kustomize has put a hash of upstream's content. */
function generated(name: string): ConfigMapTarget {
  return { name, namespace: "oauth2-proxy", hashed: true };
}

function parameters(texts: Texts, object: string, { origin }: SignOn): Texts {
  if (!("FORCE_HTTPS" in texts) || !("ALLOW_SELF_SIGNED_ISSUER" in texts)) {
    throw new Error(`${object} has no FORCE_HTTPS or no ALLOW_SELF_SIGNED_ISSUER`);
  }
  return origin === undefined ? texts : { ...texts, FORCE_HTTPS: "true", ALLOW_SELF_SIGNED_ISSUER: "false" };
}

/**
 * Sets keys of a TOML file that has one key a line outside of its lists; the rest stays as it is, comments too.
 *
 * @param known what upstream's file has; each of them must be there once, as it is here
 * @throws Error naming the key that is missing or otherwise
 */
export function withSettings(
  text: string,
  known: Readonly<Record<string, Value>>,
  settings: Readonly<Record<string, Value>>,
): string {
  const lines = text.split("\n");
  for (const [key, value] of Object.entries(known)) {
    const found = lines.filter((line) => keyOf(line) === key);
    if (found.length !== 1 || found[0]?.trim() !== lineOf(key, value)) {
      throw new Error(`oauth2_proxy.cfg of this release has no one line \`${lineOf(key, value)}\``);
    }
  }
  const unexpected = Object.keys(settings).filter(
    (key) => !(key in known) && lines.some((line) => keyOf(line) === key),
  );
  if (unexpected.length > 0) {
    throw new Error(`oauth2_proxy.cfg of this release sets ${unexpected.join(", ")} itself`);
  }
  const changed = lines.map((line) => {
    const key = keyOf(line);
    const value = key === undefined ? undefined : settings[key];
    return key === undefined || value === undefined ? line : lineOf(key, value);
  });
  const added = Object.entries(settings).flatMap(([key, value]) =>
    key in known ? [] : [lineOf(key, value)],
  );
  return [...changed, ...added, ""].join("\n");
}

function keyOf(line: string): string | undefined {
  return /^([a-z0-9_]+)\s*=/.exec(line)?.[1];
}

/** TOML's strings, numbers and lists of strings are JSON's. */
function lineOf(key: string, value: Value): string {
  return `${key} = ${JSON.stringify(value)}`;
}
