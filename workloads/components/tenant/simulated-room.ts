import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { objectsOf, type PlatformOutputs, type TenantObject } from "../../../contract";
import { simulatedNamespace } from "./tenant-spec";

/** What stands in for the controllers' work on a simulated cluster: the namespace and what every tenant gets in it. */
export function simulatedRoom(
  name: string,
  owner: string,
  templates: PlatformOutputs["tenants"],
  parent: pulumi.Resource,
) {
  const { metadata, serviceAccounts } = simulatedNamespace(name, owner, templates.labels);
  const namespace = new k8s.core.v1.Namespace(name, { metadata }, { parent });
  const accounts = serviceAccounts.map(
    (account) =>
      new k8s.core.v1.ServiceAccount(
        `${name}-${account}`,
        { metadata: { name: account, namespace: namespace.metadata.name } },
        { parent },
      ),
  );
  const objects = objectsOf(templates, name).map(
    (object) => new PlatformObject(object, { parent, dependsOn: namespace }),
  );
  return { namespace, accounts, all: [namespace, ...accounts, ...objects] };
}

/** An object of any kind that the platform gives a tenant, `<namespace>/<name>` as the platform's own are called. */
class PlatformObject extends pulumi.CustomResource {
  constructor(object: TenantObject, opts: pulumi.CustomResourceOptions) {
    const { apiVersion, kind, metadata } = object;
    const group = apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`;
    super(`kubernetes:${group}:${kind}`, `${metadata.namespace}/${metadata.name}`, object, opts);
  }
}
