import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import {
  isObject,
  type Json,
  type JsonObject,
  type Manifest,
  objectKey,
  on,
  type Transform,
} from "../../manifests";
import { imageMapOf } from "../images";
import type { Context } from "../part";
import { objectStoreSecret } from "../pipelines/artifacts";
import { attachmentsIn, metacontrollerRules } from "./attachments";
import { tenantTemplates } from "./templates";

const name = "kubeflow-pipelines-profile-controller";
const deployment = { kind: "Deployment", name, namespace: "kubeflow" };

/** Tenants that are there get a changed template within this time. Unit: seconds. Upstream: 3600. */
const resyncPeriodSeconds = 300;

/** How often metacontroller looks for new kinds, such as Kueue's after it was switched on. Upstream: 3600s. */
const discoveryArgument = "--discovery-interval=60s";

/**
 * Makes KFP's profile controller bring {@link tenantTemplates} to every Profile's namespace, whoever makes the Profile:
 * upstream's metacontroller stays, its hook is our sync.py with our templates beside it.
 *
 * What upstream's hook made and ours doesn't: keys of SeaweedFS for each tenant (where artifacts are in the cluster,
 * in trials, all tenants have the store's own). The artifact proxy ml-pipeline-ui-artifact, which 26.03 has switched
 * off itself (ARTIFACTS_PROXY_ENABLED of pipeline-install-config), is in our templates where artifacts are in S3.
 */
export function profileControllerTransforms(context: Context): readonly Transform[] {
  const kinds = attachmentsIn(context);
  const files = {
    "sync.py": fs.readFileSync(path.join(__dirname, "sync.py"), "utf8"),
    "tenants.json": JSON.stringify(tenantTemplates(context), undefined, 1),
  };
  return [
    configuration(`${name}-code`, ({ data, ...manifest }) => {
      if (!isObject(data) || !("sync.py" in data)) {
        throw unexpected(manifest, "no sync.py");
      }
      return { ...manifest, data: files };
    }),
    // Settings of upstream's sync.py.
    configuration(`${name}-env`, () => undefined),
    on(deployment, (manifest) => withHook(manifest, files, context)),
    on({ kind: "DecoratorController", name }, (manifest) => {
      const spec = fieldsOf(manifest, manifest.spec, "no spec");
      if (!Array.isArray(spec.attachments)) {
        throw unexpected(manifest, "no attachments");
      }
      return {
        ...manifest,
        spec: {
          ...spec,
          resyncPeriodSeconds,
          attachments: kinds.map(({ apiVersion, resource, method }) => ({
            apiVersion,
            resource,
            updateStrategy: { method },
          })),
        },
      };
    }),
    on({ kind: "ClusterRole", name: "kubeflow-metacontroller" }, (manifest) => ({
      ...manifest,
      rules: metacontrollerRules(kinds),
    })),
    on({ kind: "StatefulSet", name: "metacontroller", namespace: "kubeflow" }, (manifest) =>
      inContainer(manifest, "metacontroller", (container) => {
        const args = Array.isArray(container.args) ? container.args : [];
        const others = args.filter(
          (arg) => typeof arg !== "string" || !arg.startsWith("--discovery-interval="),
        );
        if (others.length === args.length) {
          throw unexpected(manifest, "no --discovery-interval");
        }
        return { ...container, args: [...others, discoveryArgument] };
      }),
    ),
  ];
}

/** Kustomize puts a hash behind the names of ConfigMaps that it generates. */
function configuration(prefix: string, change: Transform): Transform {
  const generated = new RegExp(`^${prefix}(-[a-z0-9]{10})?$`);
  return (manifest) =>
    manifest.kind === "ConfigMap" && generated.test(manifest.metadata.name) ? change(manifest) : manifest;
}

/** Our script needs none of upstream's settings; other contents of its folder are a rollout. */
function withHook(
  manifest: Manifest,
  files: Readonly<Record<string, string>>,
  { config, infra }: Context,
): Manifest {
  const key = (variable: string, field: string): JsonObject => ({
    name: variable,
    valueFrom: { secretKeyRef: { name: objectStoreSecret, key: field } },
  });
  const env =
    infra.objectStorage.kind === "in-cluster"
      ? [key("OBJECT_STORE_ACCESS_KEY", "accesskey"), key("OBJECT_STORE_SECRET_KEY", "secretkey")]
      : undefined;
  const changed = inContainer(manifest, "profile-controller", ({ env: _env, envFrom, ...container }) => {
    if (JSON.stringify(container.command) !== JSON.stringify(["python", "/hooks/sync.py"])) {
      throw unexpected(manifest, "another command than python /hooks/sync.py");
    }
    return { ...container, ...(env === undefined ? {} : { env }) };
  });
  // Images of templates are mapped later, and the hook reads its templates once.
  const read = [files, imageMapOf({ config, infra }), config.images.digests];
  const digest = createHash("sha256").update(JSON.stringify(read)).digest("hex");
  return inTemplate(changed, (template) => {
    const metadata = fieldsOf(manifest, template.metadata, "no labels of its pods");
    const annotations = isObject(metadata.annotations) ? metadata.annotations : {};
    return {
      ...template,
      metadata: { ...metadata, annotations: { ...annotations, "kubeflow-on-aws/hook-digest": digest } },
    };
  });
}

function inTemplate(manifest: Manifest, change: (template: JsonObject) => JsonObject): Manifest {
  const spec = fieldsOf(manifest, manifest.spec, "no spec");
  const template = fieldsOf(manifest, spec.template, "no pod template");
  return { ...manifest, spec: { ...spec, template: change(template) } };
}

function inContainer(
  manifest: Manifest,
  container: string,
  change: (container: JsonObject) => JsonObject,
): Manifest {
  return inTemplate(manifest, (template) => {
    const spec = fieldsOf(manifest, template.spec, "no pod template");
    const containers = Array.isArray(spec.containers) ? spec.containers : [];
    const isMeant = (item: Json): item is JsonObject => isObject(item) && item.name === container;
    if (!containers.some(isMeant)) {
      throw unexpected(manifest, `no container ${container}`);
    }
    return {
      ...template,
      spec: { ...spec, containers: containers.map((item) => (isMeant(item) ? change(item) : item)) },
    };
  });
}

function fieldsOf(manifest: Manifest, value: unknown, otherwise: string): JsonObject {
  if (!isObject(value)) {
    throw unexpected(manifest, otherwise);
  }
  return value;
}

function unexpected(manifest: Manifest, found: string): Error {
  return new Error(`${objectKey(manifest)} of this release has ${found}: tenants would not be set up`);
}
