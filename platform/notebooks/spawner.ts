import { stringify } from "yaml";
import type { JsonObject, Transform } from "../../manifests";
import { setTexts } from "../components/config-map";
import type { Context } from "../part";
import { podDefaults } from "../tenants/pod-defaults";
import { acceleratorChoices, affinityChoices, tolerationChoices } from "./placement";

/** Where the images of Kubeflow keep people's files. */
const home = "/home/jovyan";

/**
 * What the form for new notebook servers offers (kubeflow/kubeflow 1.10,
 * components/crud-web-apps/jupyter/backend/apps/common/form.py). It is read with every request.
 */
export function spawnerConfig(context: Pick<Context, "config" | "infra" | "has">): JsonObject {
  const { images, sizes } = context.config.notebooks;
  const { block } = context.infra.storageClasses;
  const limitFactor = String(sizes.limitFactor);
  return {
    allowCustomImage: images.allowCustom,
    hideRegistry: true,
    hideTag: false,
    imagePullPolicy: { readOnly: false, value: "IfNotPresent" },
    image: choices(images.jupyter),
    imageGroupOne: choices(images.codeServer),
    imageGroupTwo: choices(images.rStudio),
    cpu: { readOnly: false, value: String(sizes.cpu), limitFactor },
    memory: { readOnly: false, value: `${sizes.memoryGiB}Gi`, limitFactor },
    gpus: acceleratorChoices(context),
    workspaceVolume: {
      readOnly: false,
      value: {
        mount: home,
        newPvc: {
          metadata: { name: "{notebook-name}-workspace" },
          spec: {
            storageClassName: block,
            accessModes: ["ReadWriteOnce"],
            resources: { requests: { storage: `${sizes.workspaceGiB}Gi` } },
          },
        },
      },
    },
    dataVolumes: { readOnly: false, value: [] },
    affinityConfig: affinityChoices(context),
    tolerationGroup: tolerationChoices(context),
    shm: { readOnly: false, value: true },
    // The PodDefaults that every tenant has.
    configurations: { readOnly: false, value: podDefaults(context).map(({ metadata }) => metadata.name) },
    environment: { readOnly: false, value: {} },
  };
}

/** Gives the form our choices. @throws Error where the release keeps them elsewhere */
export function spawnerChoices(context: Pick<Context, "config" | "infra" | "has">): Transform {
  return setTexts(
    { name: "jupyter-web-app-config", namespace: "kubeflow", hashed: true },
    {
      "spawner_ui_config.yaml": stringify(
        { spawnerFormDefaults: spawnerConfig(context) },
        { aliasDuplicateObjects: false },
      ),
    },
  );
}

function choices(images: readonly string[]): JsonObject {
  return { value: images[0] ?? "", options: [...images] };
}
