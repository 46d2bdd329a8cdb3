import * as z from "zod";
import type { ReleaseVersion, Transform } from "../../manifests";
import { changeConfigMap, changeJson } from "../components/config-map";
import { nameIn } from "../names";

/** What is read of the dashboard's links. */
const Links = z.looseObject({ menuLinks: z.array(z.looseObject({ link: z.string().optional() })) });

/** The registry's pages in the dashboard's menu. */
const link = { type: "item", link: "/model-registry/", text: "Model Registry", icon: "assignment" };

/** Adds the registry to the dashboard's menu. @throws Error where the release's menu looks otherwise */
export function registryLink(release: ReleaseVersion): Transform {
  return changeConfigMap(
    { name: nameIn(release, "dashboardLinks"), namespace: "kubeflow" },
    changeJson("links", Links, (links) => ({ ...links, menuLinks: [...links.menuLinks, link] })),
  );
}
