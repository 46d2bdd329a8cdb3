import type { Transform } from "../../manifests";
import { setTexts, type Texts } from "../components/config-map";
import { rolledOutWith } from "../components/rollout";
import type { Setting } from "../part";

/**
 * Stops notebook servers that nobody uses, and answers at the dashboard's domain alone where there is one: models have
 * names below it at the same gateway. Pods of notebooks belong to the group 100 of the images' user, which the
 * controller does by itself (ADD_FSGROUP, on by default).
 *
 * @throws Error where the release's controller doesn't know a setting
 */
export function notebookController({ config, infra }: Setting): readonly Transform[] {
  const { enabled, idleMinutes, checkMinutes } = config.notebooks.culling;
  return configured("notebook-controller", "notebook-controller-service-account", {
    ENABLE_CULLING: String(enabled),
    CULL_IDLE_TIME: String(idleMinutes),
    IDLENESS_CHECK_PERIOD: String(checkMinutes),
    ISTIO_HOST: dashboardHost({ infra }),
  });
}

/**
 * Starts a Tensorboard whose logs are on a ReadWriteOnce volume where that volume is in use already.
 *
 * @throws Error where the release's controller doesn't know a setting
 */
export function tensorboardController({ config, infra }: Setting): readonly Transform[] {
  const { tensorboardImage } = config.notebooks;
  return configured("tensorboard-controller", "tensorboard-controller-controller-manager", {
    RWO_PVC_SCHEDULING: "True",
    ISTIO_HOST: dashboardHost({ infra }),
    ...(tensorboardImage === undefined ? {} : { TENSORBOARD_IMAGE: tensorboardImage }),
  });
}

/** Hosts that a controller routes to what it makes. */
function dashboardHost({ infra }: Pick<Setting, "infra">): string {
  return infra.aws?.edge?.domain ?? "*";
}

/** These controllers, which their accounts tell apart, read their settings once, when they start. */
function configured(name: string, account: string, texts: Texts): readonly Transform[] {
  return [
    setTexts({ name: `${name}-config`, namespace: "kubeflow", hashed: true }, texts),
    rolledOutWith([account], { ...texts }),
  ];
}
