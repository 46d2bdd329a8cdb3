import { isObject, type Json, type Manifest, type Transform } from "../../manifests";
import { secretStore } from "../addons/external-secrets";
import { onPod } from "../components/environment-variables";
import { rolledOutWith } from "../components/rollout";
import { CLIENT_SECRET_VARIABLE } from "./dex-config";
import type { IdentityProvider, SignOn } from "./sign-on";

/** Secret with the client secret; External Secrets Operator makes it. */
const clientSecretName = "dex-identity-provider";

/**
 * Dex' pods: the credentials that they need and no others; started anew where the configuration is another one, which
 * dex reads once.
 *
 * @throws Error where the release's Deployment has another shape
 */
export function dexPods(signOn: SignOn): readonly Transform[] {
  const target = { kind: "Deployment", name: "dex", namespace: "auth" };
  return [
    onPod(target, ({ container, ...parts }) => {
      const sources = Array.isArray(container.envFrom) ? container.envFrom : [];
      const others = sources.filter((source) => secretOf(source) !== "dex-passwords");
      if (others.length !== sources.length - 1) {
        throw new Error("dex of this release does not take Secret dex-passwords into its environment");
      }
      const envFrom = [
        ...(signOn.staticUser === undefined ? others : sources),
        ...(signOn.identityProvider === undefined ? [] : [{ secretRef: { name: clientSecretName } }]),
      ];
      return { ...parts, container: { ...container, envFrom } };
    }),
    rolledOutWith(["dex"], JSON.stringify(signOn)),
  ];
}

/** The client secret, brought from Secrets Manager. */
export function clientSecret(provider: IdentityProvider): Manifest {
  return {
    apiVersion: "external-secrets.io/v1",
    kind: "ExternalSecret",
    metadata: { name: clientSecretName, namespace: "auth" },
    spec: {
      refreshInterval: "1h0m0s",
      secretStoreRef: { ...secretStore },
      target: { name: clientSecretName, creationPolicy: "Owner", deletionPolicy: "Retain" },
      data: [{ secretKey: CLIENT_SECRET_VARIABLE, remoteRef: { key: provider.clientSecretArn } }],
    },
  };
}

function secretOf(source: Json): Json | undefined {
  return isObject(source) && isObject(source.secretRef) ? source.secretRef.name : undefined;
}
