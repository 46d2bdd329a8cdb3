import { isObject, objectKey, on, type Transform } from "../../manifests";
import type { PlatformConfig } from "../config";

/**
 * The container that fetches models of every URI there is: its resources go before those of KServe's ConfigMap (KServe
 * 0.16, pkg/webhook/admission/pod/storage_initializer_injector.go).
 *
 * @throws Error where the release's has no container
 */
export function storageContainer({ serving }: Pick<PlatformConfig, "serving">): Transform {
  const { cpuRequest, cpuLimit, memoryRequest, memoryLimit } = serving.storageInitializer;
  return on({ kind: "ClusterStorageContainer", name: "default" }, (manifest) => {
    const { spec } = manifest;
    if (!isObject(spec) || !isObject(spec.container)) {
      throw new Error(`${objectKey(manifest)} has no container`);
    }
    const resources = {
      requests: { cpu: cpuRequest, memory: memoryRequest },
      limits: { cpu: cpuLimit, memory: memoryLimit },
    };
    return { ...manifest, spec: { ...spec, container: { ...spec.container, resources } } };
  });
}
