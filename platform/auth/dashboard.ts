import type { Manifest, ReleaseVersion, Transform } from "../../manifests";
import { changeConfigMap } from "../components/config-map";
import { setEnvironment } from "../components/environment-variables";
import { rolledOutWith } from "../components/rollout";
import { authorizationPolicy } from "../../istio";
import { nameIn } from "../names";
import type { SignOn } from "./sign-on";

/** The dashboard's sign-out: of Kubeflow, and where one is known, of the identity provider. */
export function signOut({ logoutUrl }: SignOn, release: ReleaseVersion): readonly Transform[] {
  if (logoutUrl === undefined) {
    return [];
  }
  const value = `/oauth2/sign_out?rd=${encodeURIComponent(logoutUrl)}`;
  return [
    setEnvironment(
      { kind: "Deployment", name: nameIn(release, "dashboard"), namespace: "kubeflow" },
      { LOGOUT_URL: { value } },
    ),
  ];
}

/**
 * Nobody makes a Profile through the dashboard. Upstream switches the page off that does (REGISTRATION_FLOW) and leaves
 * the request behind it open, which makes a namespace of any name for any owner. Source: Central Dashboard 1.10,
 * app/api_workgroup.ts.
 */
export function noSelfService(release: ReleaseVersion): Manifest {
  return authorizationPolicy({
    name: "centraldashboard-no-self-service",
    namespace: "kubeflow",
    action: "DENY",
    selector: { app: nameIn(release, "dashboardApp") },
    rules: [{ to: [{ paths: ["/api/workgroup/create", "/api/workgroup/create/*"] }] }],
  });
}

/**
 * The administrator whom the dashboard's access management knows: it compares one address, so that of several the first
 * counts there. Source: Kubeflow 1.10, components/access-management.
 *
 * @throws Error where the release's ConfigMap has another shape
 */
export function administrator(admins: readonly string[], release: ReleaseVersion): readonly Transform[] {
  const [admin] = admins;
  if (admin === undefined) {
    return [];
  }
  return [
    changeConfigMap({ name: "profiles-config", namespace: "kubeflow", hashed: true }, (texts, object) => {
      if (texts.ADMIN !== "") {
        throw new Error(`${object} has no empty ADMIN`);
      }
      return { ...texts, ADMIN: admin };
    }),
    rolledOutWith([nameIn(release, "accessManagement")], admin),
  ];
}
