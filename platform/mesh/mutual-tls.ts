import { isIn, type Manifest } from "../../manifests";
import type { Context } from "../part";
import { PLAIN_TEXT_PORTS, type PlainTextPort } from "./plain-text";
import { authorizationPolicy } from "../../istio";

/** For all of the mesh: nothing but mutual TLS between its pods. */
export function meshWideMutualTls({ config }: Pick<Context, "config">): Manifest[] {
  return config.mesh.mutualTls === "permissive"
    ? []
    : [peerAuthentication("default", "istio-system", { mtls: { mode: "STRICT" } })];
}

/** What pods of the components that are there take besides, each port for its reason (plain-text.ts). */
export function plainTextExceptions(context: Context): Manifest[] {
  const { config, infra, has } = context;
  return PLAIN_TEXT_PORTS.filter(
    (row) =>
      isIn(config.release, row) &&
      has(row.component) &&
      (row.inClusterStorage !== true || infra.objectStorage.kind === "in-cluster"),
  ).flatMap((row) => [
    ...(config.mesh.mutualTls === "permissive" ? [] : [exception(row)]),
    ...(row.deniedByUpstream === true ? [letIn(row)] : []),
  ]);
}

function exception({ name, namespace, pods, ports }: PlainTextPort): Manifest {
  return peerAuthentication(`${name}-plain-text`, namespace, {
    selector: { matchLabels: { ...pods } },
    mtls: { mode: "STRICT" },
    portLevelMtls: Object.fromEntries(ports.map((port) => [String(port), { mode: "PERMISSIVE" }])),
  });
}

function letIn({ name, namespace, pods, ports }: PlainTextPort): Manifest {
  return authorizationPolicy({
    name: `${name}-webhook`,
    namespace,
    action: "ALLOW",
    selector: pods,
    rules: [{ to: [{ ports: ports.map(String) }] }],
  });
}

function peerAuthentication(name: string, namespace: string, spec: Manifest["spec"]): Manifest {
  return {
    apiVersion: "security.istio.io/v1",
    kind: "PeerAuthentication",
    metadata: { name, namespace },
    spec,
  };
}
