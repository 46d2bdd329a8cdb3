import type { ObjectStorageConfig } from "../config/storage";
import type { Site } from "../site";
import type { Mistake } from "../mistake";
import { bucketNameMistakes } from "./bucket-names";

/**
 * What the schema alone can't refuse of `objectStorage`: names that come out wrong with this cluster, account and
 * region, origins that no browser sends, and what production must not do without.
 */
export function objectStorageMistakes(config: ObjectStorageConfig, site: Site): Mistake[] {
  return [
    ...bucketNameMistakes(site, config),
    ...originMistakes(config.corsOrigins),
    ...(site.tier === "production" ? productionMistakes(config) : []),
  ];
}

/** A browser sends scheme, host and port; an origin with more than that never matches, and nothing says so. */
function originMistakes(origins: readonly string[]): Mistake[] {
  return origins.flatMap((origin, index) => {
    const { origin: sent } = new URL(origin);
    return origin === sent
      ? []
      : [
          {
            path: ["objectStorage", "corsOrigins", index],
            message: `${origin} is not what a browser sends as the origin of a page; write ${sent}`,
          },
        ];
  });
}

function productionMistakes(config: ObjectStorageConfig): Mistake[] {
  return [
    ...(config.deletionProtection
      ? []
      : [
          {
            path: ["objectStorage", "deletionProtection"],
            message:
              "production needs true: destroy would delete every artifact, model and backup; or set tier to development",
          },
        ]),
    ...(config.accessLogs
      ? []
      : [
          {
            path: ["objectStorage", "accessLogs"],
            message: "production needs true: nobody could tell who read what; or set tier to development",
          },
        ]),
  ];
}
