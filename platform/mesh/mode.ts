import { UserError } from "../../config/errors";
import type { MeshConfig } from "../config/mesh";

/**
 * Refuses what the release can't do.
 *
 * Release 26.03 has overlays for ambient mode (common/istio/istio-install/overlays/ambient-oauth2-proxy): ztunnel, and
 * istiod and CNI told of it. Upstream tests them with one pod of one namespace. What is missing are waypoints, and the
 * definitions of the Gateway API that they are made of; ztunnel sees no headers and no tokens, so that every policy
 * which asks for them lets nobody in: those of each tenant, of its contributors, of ml-pipeline and ml-pipeline-ui.
 * Its `global-deny-all` would hold for pods too that have no sidecar on purpose, webhooks among them.
 *
 * @throws UserError for ambient mode
 */
export function checkMeshMode({ mode }: Pick<MeshConfig, "mode">): void {
  if (mode === "ambient") {
    throw new UserError(
      "kubeflow-platform:mesh.mode is ambient: release 26.03 has no waypoints, without which tenants' policies let " +
        'nobody in; upstream calls it open work (kubeflow/community-distribution#2676, "Istio Ambient support"). ' +
        "Allowed: sidecar",
      "set it to sidecar, or leave it out",
    );
  }
}
