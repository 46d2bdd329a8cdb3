import type { Transform } from "../../manifests";
import { setEnvironment } from "../components/environment-variables";
import type { Setting } from "../part";

/**
 * Cookies of a web application are for HTTPS alone, except where nothing but HTTP is spoken.
 *
 * @throws Error where the release's Deployment has no container
 */
export function secureCookies(deployment: string, { infra }: Pick<Setting, "infra">): Transform {
  return setEnvironment(
    { kind: "Deployment", name: deployment, namespace: "kubeflow" },
    { APP_SECURE_COOKIES: { value: String(infra.provider === "aws") } },
  );
}
