import { authorizationPolicy, GATEWAYS, GROUPS_CLAIM, USER_HEADER } from "../../istio";
import type { Manifest } from "../../manifests";
import { monitoring } from "../addons/namespaces";
import type { Context } from "../part";

/** Where Grafana is, below the domain of Kubeflow. */
export const GRAFANA_PATH = "/grafana";

/** Labels of Grafana's pods. Source: kube-prometheus-stack 88.5.3, the chart of Grafana. */
const pods = { "app.kubernetes.io/name": "grafana" } as const;

/** Labels by which the injector gives Grafana's pods a sidecar, though their namespace is not in the mesh. */
export const MESH_LABELS = { "sidecar.istio.io/inject": "true" } as const;

/** Whether Grafana is reached through Kubeflow's gateway; without it there is nobody who could say who asks. */
export function isBehindGateway({ has }: Pick<Context, "has">): boolean {
  return has("istio") && has("oauth2Proxy") && has("kubeflowIstioResources");
}

/**
 * Grafana behind Kubeflow's sign-on: the gateway sends its path on, with the header that says who somebody is and
 * without the token, which Grafana would take for one of its own. Nobody but the gateway reaches its pods, so nobody
 * else can say who they are.
 *
 * @param service name of Grafana's Service
 */
export function grafanaAccess(context: Context, service: string): Manifest[] {
  const host = `${service}.${monitoring}.svc.cluster.local`;
  return [
    {
      apiVersion: "networking.istio.io/v1",
      kind: "VirtualService",
      metadata: { name: "grafana", namespace: monitoring },
      spec: {
        gateways: ["kubeflow/kubeflow-gateway"],
        hosts: ["*"],
        http: [
          {
            match: [{ uri: { exact: GRAFANA_PATH } }, { uri: { prefix: `${GRAFANA_PATH}/` } }],
            headers: {
              request: { remove: ["authorization"] },
              // Kubeflow's dashboard shows it in a frame; no other site may.
              response: { set: { "content-security-policy": "frame-ancestors 'self'" } },
            },
            route: [{ destination: { host, port: { number: 80 } } }],
          },
        ],
      },
    },
    {
      apiVersion: "networking.istio.io/v1",
      kind: "DestinationRule",
      metadata: { name: "grafana", namespace: monitoring },
      spec: { host, trafficPolicy: { tls: { mode: "ISTIO_MUTUAL" } } },
    },
    authorizationPolicy({
      name: "grafana-gateway-only",
      namespace: monitoring,
      action: "ALLOW",
      selector: pods,
      rules: [{ from: [{ principals: [GATEWAYS.ingress] }] }],
    }),
    viewersOnly(context),
  ];
}

/**
 * Who gets in: the platform's administrators, and whom configuration names. Grafana has no rights by namespace: whoever
 * gets in can ask for the metrics and logs of all tenants. It is the gateway that refuses the others, since it knows the
 * groups of somebody's token.
 */
function viewersOnly({ config }: Context): Manifest {
  const { users, groups } = config.observability.grafana;
  const people = [...new Set([...config.signOn.admins, ...users])];
  const nobodyOf = (key: string, notValues: readonly string[]) =>
    notValues.length === 0 ? [] : [{ key, notValues }];
  const when = [...nobodyOf(`request.headers[${USER_HEADER}]`, people), ...nobodyOf(GROUPS_CLAIM, groups)];
  return authorizationPolicy({
    name: "grafana-viewers",
    namespace: "istio-system",
    action: "DENY",
    selector: { app: "istio-ingressgateway" },
    rules: [{ to: [{ paths: [GRAFANA_PATH, `${GRAFANA_PATH}/*`] }], ...(when.length > 0 && { when }) }],
  });
}
