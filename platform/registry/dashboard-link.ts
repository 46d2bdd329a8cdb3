import * as z from "zod";
import type { ReleaseVersion, Transform } from "../../manifests";
import { changeConfigMap, changeJson } from "../components/config-map";
import { nameIn } from "../names";

/** What is read of the dashboard's links. */
const Links = z.looseObject({ menuLinks: z.array(z.looseObject({ link: z.string().optional() })) });

/** An entry of the dashboard's menu. */
export interface MenuEntry {
  /** Path that it leads to, shown in the dashboard's frame. */
  readonly link: string;
  readonly text: string;
  /** Name of an icon of Polymer's iron-icons. */
  readonly icon: string;
}

/** Adds an entry to the dashboard's menu, at its end. @throws Error where the release's menu looks otherwise */
export function menuEntry(release: ReleaseVersion, entry: MenuEntry): Transform {
  return changeConfigMap(
    { name: nameIn(release, "dashboardLinks"), namespace: "kubeflow" },
    changeJson("links", Links, (links) => ({
      ...links,
      menuLinks: [...links.menuLinks, { type: "item", ...entry }],
    })),
  );
}

/** Adds the registry to the dashboard's menu. @throws Error where the release's menu looks otherwise */
export function registryLink(release: ReleaseVersion): Transform {
  return menuEntry(release, { link: "/model-registry/", text: "Model Registry", icon: "assignment" });
}
