import * as k8s from "@pulumi/kubernetes";
import type { CustomResourceOptions } from "@pulumi/pulumi";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import * as random from "@pulumi/random";

/** A program with one of each sort of object; between versions 1 and 2 three are updated and one is replaced. */
export function trialProgram(version: number, provider: () => CustomResourceOptions): PulumiFn {
  return async () => {
    const options = provider();
    const password = new random.RandomPassword("password", { length: 16 }).result;
    const namespace = new k8s.core.v1.Namespace("n", { metadata: { name: "trial" } }, options).metadata.name;
    const metadata = { namespace, name: "app" };
    const labels = { app: "app" };
    new k8s.core.v1.Secret("secret", { metadata, stringData: { password } }, options);
    new k8s.core.v1.ConfigMap(
      "config",
      { metadata: { namespace }, data: { version: String(version) } },
      options,
    );
    const env = [{ name: "PASSWORD", value: password }];
    const resources = { limits: { cpu: "1000m" } };
    const template = {
      metadata: { labels },
      spec: { containers: [{ name: "main", image: `app:${version}`, env, resources }] },
    };
    new k8s.apps.v1.Deployment(
      "app",
      { metadata, spec: { selector: { matchLabels: labels }, template } },
      options,
    );
    new k8s.core.v1.Service("app", { metadata, spec: { selector: labels, ports: [{ port: 80 }] } }, options);
    const names = { kind: "Foo", plural: "foos" };
    const schema = {
      openAPIV3Schema: {
        type: "object",
        properties: { spec: { type: "object", properties: { version: { type: "integer" } } } },
      },
    };
    const versions = [{ name: "v1", served: true, storage: true, schema }];
    new k8s.apiextensions.v1.CustomResourceDefinition(
      "foos",
      {
        metadata: { name: "foos.example.com" },
        spec: { group: "example.com", scope: "Namespaced", names, versions },
      },
      options,
    );
    new k8s.apiextensions.CustomResource(
      "foo",
      { apiVersion: "example.com/v1", kind: "Foo", metadata, spec: { version } },
      options,
    );
    const roleRef = {
      apiGroup: "rbac.authorization.k8s.io",
      kind: "ClusterRole",
      name: version === 1 ? "view" : "edit",
    };
    new k8s.rbac.v1.RoleBinding("binding", { metadata, roleRef }, options);
    return Promise.resolve({ password });
  };
}
