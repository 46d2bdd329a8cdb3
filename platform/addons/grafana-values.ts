import { USER_HEADER } from "../../istio";
import { GRAFANA_PATH, isBehindGateway, MESH_LABELS } from "../observability";
import type { Context } from "../part";
import { lokiUrl } from "./loki-endpoint";
import { type Resources, resources } from "./pods";
import { type Image, imageOf, type Switch } from "./prometheus-parts";

/** The Secret with Grafana's administrator. */
export const grafanaSecret = {
  name: "grafana-administrator",
  userKey: "admin-user",
  passwordKey: "admin-password",
} as const;

/** What is set of Grafana's chart, which is a part of this one. */
export interface GrafanaValues {
  readonly image: Image;
  readonly admin: { readonly existingSecret: string; readonly userKey: string; readonly passwordKey: string };
  readonly resources: Resources;
  readonly priorityClassName: string;
  readonly deploymentStrategy: { readonly type: "Recreate"; readonly rollingUpdate: null };
  readonly persistence: {
    readonly enabled: boolean;
    readonly storageClassName: string;
    readonly size: string;
    readonly lookupVolumeName: boolean;
  };
  readonly initChownData: Switch;
  readonly testFramework: Switch;
  readonly rbac: { readonly namespaced: boolean };
  readonly "grafana.ini": GrafanaIni;
  readonly podLabels: Readonly<Record<string, string>>;
  readonly serviceMonitor: Switch;
  readonly sidecar: {
    readonly image: Image;
    readonly resources: Resources;
    readonly dashboards: { readonly resource: "configmap"; readonly searchNamespace: null };
    readonly datasources: { readonly resource: "configmap"; readonly searchNamespace: null };
  };
  readonly additionalDataSources: readonly DataSource[];
}

/** What is set of Grafana's own configuration. */
interface GrafanaIni {
  readonly analytics: { readonly reporting_enabled: boolean; readonly check_for_updates: boolean };
  readonly server?: { readonly root_url: string; readonly serve_from_sub_path: boolean };
  readonly auth?: { readonly disable_signout_menu: boolean };
  readonly "auth.proxy"?: {
    readonly enabled: boolean;
    readonly header_name: string;
    readonly header_property: "email";
    readonly auto_sign_up: boolean;
    readonly enable_login_token: boolean;
  };
  readonly users?: { readonly allow_sign_up: boolean; readonly auto_assign_org_role: "Viewer" | "Editor" };
  readonly security?: { readonly allow_embedding: boolean; readonly cookie_secure: boolean };
}

/** A data source of Grafana. */
interface DataSource {
  readonly name: string;
  readonly type: "loki";
  readonly uid: string;
  readonly access: "proxy";
  readonly url: string;
}

/** Values of the chart of Grafana. */
export function grafanaValues(context: Context, priorityClassName: string): GrafanaValues {
  const { name, userKey, passwordKey } = grafanaSecret;
  // Null: its own namespace alone, where nobody but the platform's people puts a dashboard.
  const ownConfigMaps = { resource: "configmap", searchNamespace: null } as const;
  return {
    image: imageOf(context, "docker.io/grafana/grafana:13.2.0"),
    admin: { existingSecret: name, userKey, passwordKey },
    resources: resources("100m", "256Mi", "1Gi"),
    priorityClassName,
    // Users' own dashboards are in a file on a volume, which one pod at a time can have.
    deploymentStrategy: { type: "Recreate", rollingUpdate: null },
    persistence: {
      enabled: true,
      storageClassName: context.infra.storageClasses.block,
      size: "5Gi",
      lookupVolumeName: false,
    },
    // The volume is Grafana's by its group; this one would need root.
    initChownData: { enabled: false },
    testFramework: { enabled: false },
    rbac: { namespaced: true },
    "grafana.ini": grafanaIni(context),
    // A sidecar, so that it can be known who asks; Prometheus has none, and would be refused.
    podLabels: isBehindGateway(context) ? MESH_LABELS : {},
    serviceMonitor: { enabled: !isBehindGateway(context) },
    sidecar: {
      image: imageOf(context, "quay.io/kiwigrid/k8s-sidecar:2.10.1"),
      resources: resources("20m", "128Mi", "256Mi"),
      dashboards: ownConfigMaps,
      datasources: ownConfigMaps,
    },
    additionalDataSources: context.has("loki")
      ? [{ name: "Loki", type: "loki", uid: "loki", access: "proxy", url: lokiUrl }]
      : [],
  };
}

/**
 * Grafana takes the gateway's word for who somebody is: no second sign-in, and no account that outlives one elsewhere.
 * Its administrator signs in by a port-forward to the pod. Source: Grafana 13, configuration and auth proxy.
 */
function grafanaIni(context: Context): GrafanaIni {
  const analytics = { reporting_enabled: false, check_for_updates: false };
  if (!isBehindGateway(context)) {
    return { analytics };
  }
  const domain = context.infra.aws?.edge?.domain;
  return {
    analytics,
    server: {
      root_url: `${domain === undefined ? "%(protocol)s://%(domain)s" : `https://${domain}`}${GRAFANA_PATH}/`,
      serve_from_sub_path: true,
    },
    auth: { disable_signout_menu: true },
    "auth.proxy": {
      enabled: true,
      header_name: USER_HEADER,
      header_property: "email",
      auto_sign_up: true,
      enable_login_token: false,
    },
    users: { allow_sign_up: false, auto_assign_org_role: context.config.observability.grafana.role },
    security: { allow_embedding: true, cookie_secure: domain !== undefined },
  };
}
