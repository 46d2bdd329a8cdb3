import assert from "node:assert/strict";
import type { Manifest } from "../../manifests";
import { applyTransforms } from "../../manifests";
import { awsInfra, localInfra, settingOf } from "../testing/settings";
import { oauth2ProxyConfiguration, oauth2ProxySettings, withSettings } from "./oauth2-proxy-config";
import { signOnOf } from "./sign-on";

const local = signOnOf(settingOf(localInfra));
const aws = signOnOf(settingOf(awsInfra));

describe("oauth2ProxySettings", () => {
  it("ends the session with the token on local, and leaves the rest as upstream has it", () => {
    assert.deepEqual(oauth2ProxySettings(local), { cookie_expire: "12h", cookie_samesite: "lax" });
  });

  it("knows the domain on AWS, and asks dex inside the cluster all the same", () => {
    assert.deepEqual(oauth2ProxySettings({ ...aws, logoutUrl: "https://sso.example.com/logout?x=1" }), {
      cookie_expire: "12h",
      cookie_samesite: "lax",
      oidc_issuer_url: "https://kubeflow.example.com/dex",
      login_url: "https://kubeflow.example.com/dex/auth",
      redirect_url: "https://kubeflow.example.com/oauth2/callback",
      relative_redirect_url: false,
      provider_display_name: "Kubeflow",
      cookie_name: "__Host-oauth2_proxy_kubeflow",
      whitelist_domains: ["kubeflow.example.com", "sso.example.com"],
    });
  });
});

describe("withSettings", () => {
  const text = '# a comment\nkey = "old"\nlist = [\n  "x",\n]\nflag = true';

  it("sets what is known, adds what is new, and keeps the rest with its comments", () => {
    assert.equal(
      withSettings(text, { key: "old", flag: true }, { key: "new", added: ["a", "b"], flag: false }),
      '# a comment\nkey = "new"\nlist = [\n  "x",\n]\nflag = false\nadded = ["a","b"]\n',
    );
  });

  it("fails where upstream has another value than is known", () => {
    assert.throws(() => withSettings(text, { key: "other" }, {}), /no one line `key = "other"`/);
  });

  it("fails where upstream has a key no more, or twice", () => {
    assert.throws(() => withSettings(text, { gone: 1 }, {}), /no one line `gone = 1`/);
    assert.throws(
      () => withSettings(`${text}\nkey = "old"`, { key: "old" }, {}),
      /no one line `key = "old"`/,
    );
  });

  it("fails where upstream sets by itself what would be added", () => {
    assert.throws(() => withSettings(text, {}, { list: ["y"] }), /sets list itself/);
  });
});

describe("oauth2ProxyConfiguration", () => {
  const parameters = (data: Record<string, string>): Manifest => ({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "oauth2-proxy-parameters-74659b6648", namespace: "oauth2-proxy" },
    data,
  });
  const upstream = { FORCE_HTTPS: "false", ALLOW_SELF_SIGNED_ISSUER: "true", OTHER: "x" };

  it("has secure cookies and checks certificates behind a load balancer", () => {
    assert.deepEqual(applyTransforms([parameters(upstream)], oauth2ProxyConfiguration(aws)), [
      parameters({ FORCE_HTTPS: "true", ALLOW_SELF_SIGNED_ISSUER: "false", OTHER: "x" }),
    ]);
  });

  it("leaves that to upstream where there is none", () => {
    assert.deepEqual(applyTransforms([parameters(upstream)], oauth2ProxyConfiguration(local)), [
      parameters(upstream),
    ]);
  });

  it("fails where a release has no such parameters", () => {
    assert.throws(
      () => applyTransforms([parameters({ FORCE_HTTPS: "false" })], oauth2ProxyConfiguration(aws)),
      /no FORCE_HTTPS or no ALLOW_SELF_SIGNED_ISSUER/,
    );
  });
});
