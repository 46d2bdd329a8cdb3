import type { Transform } from "../../manifests";
import { changeConfigMap } from "../components/config-map";
import { registryNamespace } from "./objects";

/** Upstream's: lets root in without a password, beside the one that it has. */
const emptyPassword = "MYSQL_ALLOW_EMPTY_PASSWORD";

/** The Secret with root's password, which is generated. */
export const databaseSecret = "model-registry-db-secrets";

/**
 * Takes away the way into the registry's own MySQL without a password.
 *
 * @throws Error where the release has no such way any more
 */
export const withoutEmptyPassword: Transform = changeConfigMap(
  { name: "model-registry-db-parameters", namespace: registryNamespace },
  ({ [emptyPassword]: empty, ...texts }) => {
    if (empty === undefined) {
      throw new Error(`the model registry's database of this release has no ${emptyPassword} to take away`);
    }
    return texts;
  },
);
