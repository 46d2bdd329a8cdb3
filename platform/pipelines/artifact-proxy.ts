import {
  isObject,
  type Json,
  type JsonObject,
  type Manifest,
  objectKey,
  on,
  type ReleaseVersion,
  type Transform,
} from "../../manifests";
import { replaceEnvironment, setEnvironment } from "../components/environment-variables";
import { nameIn } from "../names";
import type { Setting } from "../part";
import { s3Of } from "./artifacts";
import { inKubeflow } from "./objects";

/**
 * The web server of Kubeflow Pipelines in each tenant's namespace, which reads artifacts as the tenant. Names and ports
 * are those that the UI asks for (ARTIFACTS_PROXY_DEFAULTS in frontend/server/handlers/artifacts.ts of KFP 2.16.0).
 */
export const artifactServer = {
  /** Name of its Service and of its Deployment, and value of its pods' label `app`. */
  name: "ml-pipeline-ui-artifact",
  /** Port of the Service. */
  servicePort: 80,
  /** Port of the pods. */
  port: 3000,
} as const;

/** Whether tenants have an {@link artifactServer}: where artifacts are in S3 and are shown. */
export function hasArtifactServers({ infra, config }: Setting): boolean {
  return s3Of(infra) !== undefined && config.pipelines.showArtifacts;
}

const ui = inKubeflow({ kind: "Deployment", name: "ml-pipeline-ui" });

/** An endpoint that is none of S3's: KFP's UI asks AWS for no credentials then, and finds nothing. */
const noEndpoint = "off.invalid";

/**
 * Beginnings of URLs that the UI may open for an artifact, as a regular expression: artifact servers. Upstream's default
 * is any, and the namespace of a request gets into the URL as it is. The text that it is held against ends before the
 * port (frontend/server/handlers/domain-checker.ts of KFP 2.16.0).
 */
const artifactServersOnly = `^http://${artifactServer.name}\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?$`;

/**
 * Takes artifacts out of the hands of KFP's UI on S3 (read in frontend/server of KFP 2.16.0).
 *
 * Its handler of `/artifacts/` asks nobody whether the user may see what is asked for. With the proxy on, a request that
 * names a namespace goes on to the artifact server there, with the user's header, for the mesh to decide. One that names
 * none stays with the UI's own handler, so that must have nothing to show: no endpoint, and no right to Secrets. It
 * reads any that a request names as the keys of an object store, whose address is in the request too.
 *
 * Archived logs go the same way: one identity that reads those of all tenants would show them by `/artifacts/`.
 */
export function artifactProxyTransforms({ config }: Pick<Setting, "config">): readonly Transform[] {
  return [
    on(ui, sameImage(config.release)),
    replaceEnvironment(ui, {
      ARGO_ARCHIVE_LOGS: { value: "false" },
      ARTIFACTS_SERVICE_PROXY_ENABLED: { value: String(config.pipelines.showArtifacts) },
      ARTIFACTS_SERVICE_PROXY_NAME: { value: artifactServer.name },
      ARTIFACTS_SERVICE_PROXY_PORT: { value: String(artifactServer.servicePort) },
    }),
    setEnvironment(ui, {
      ALLOWED_ARTIFACT_DOMAIN_REGEX: { value: artifactServersOnly },
      AWS_S3_ENDPOINT: { value: noEndpoint },
    }),
    on({ kind: "ClusterRole", name: "ml-pipeline-ui" }, withoutSecrets),
    on(inKubeflow({ kind: "Role", name: "ml-pipeline-ui" }), withoutSecrets),
  ];
}

/**
 * Keeps line breaks out of what the UI is asked. Its check of what it may open ends at one, and so it would open any
 * address of the cluster that a user names behind it (`namespace=a%0A@address`; tried with the server of KFP 2.16.0).
 * AuthorizationPolicies see no query; Envoy's own filter for them does.
 */
export function artifactProxyObjects(setting: Setting): Manifest[] {
  const connections = "envoy.filters.network.http_connection_manager";
  return hasArtifactServers(setting)
    ? [
        {
          apiVersion: "networking.istio.io/v1alpha3",
          kind: "EnvoyFilter",
          metadata: { name: "ml-pipeline-ui-no-line-breaks", namespace: "kubeflow" },
          spec: {
            workloadSelector: { labels: { app: "ml-pipeline-ui" } },
            configPatches: [
              {
                applyTo: "HTTP_FILTER",
                match: {
                  context: "SIDECAR_INBOUND",
                  listener: {
                    filterChain: {
                      filter: { name: connections, subFilter: { name: "envoy.filters.http.router" } },
                    },
                  },
                },
                patch: {
                  operation: "INSERT_BEFORE",
                  value: { name: "no-line-breaks", typed_config: refusing(lineBreaks) },
                },
              },
            ],
          },
        },
      ]
    : [];
}

/** A path and its query with a line break in it, as a regular expression of RE2 for all of the text. */
const lineBreaks = "(?i).*%0[ad].*";

/** `:path` has the query too (envoy/config/rbac/v3/rbac.proto, Permission). */
function refusing(regex: string): JsonObject {
  const path = { name: ":path", string_match: { safe_regex: { regex } } };
  const policy = { permissions: [{ header: path }], principals: [{ any: true }] };
  return {
    "@type": "type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBAC",
    rules: { action: "DENY", policies: { "line-breaks": policy } },
  };
}

/** Tenants' artifact servers run the image that the UI does. */
function sameImage(release: ReleaseVersion): Transform {
  const image = nameIn(release, "pipelinesUiImage");
  return (manifest) => {
    if (!JSON.stringify(manifest.spec).includes(JSON.stringify(image))) {
      throw new Error(
        `${objectKey(manifest)} of this release does not run ${image} any more: set pipelinesUiImage in platform/names.ts to what it runs`,
      );
    }
    return manifest;
  };
}

function withoutSecrets(manifest: Manifest): Manifest {
  const rules = Array.isArray(manifest.rules) ? manifest.rules : [];
  const left = rules.flatMap(withoutSecretsOf);
  if (JSON.stringify(left) === JSON.stringify(rules)) {
    throw new Error(
      `${objectKey(manifest)} has no right to secrets: find out which role of the UI has it now`,
    );
  }
  return { ...manifest, rules: left };
}

/** A rule of nothing but Secrets goes. */
function withoutSecretsOf(rule: Json): Json[] {
  if (!isObject(rule) || !Array.isArray(rule.resources)) {
    return [rule];
  }
  const resources = rule.resources.filter((resource) => resource !== "secrets");
  return resources.length === 0 ? [] : [{ ...rule, resources }];
}
