import * as pulumi from "@pulumi/pulumi";
import { projects } from "../../contract/projects";
import type { MockedAws } from "../../infra/testing/placeholders";

/** A kubeconfig that parses, of a cluster that doesn't exist. */
const kubeconfig = `apiVersion: v1
kind: Config
current-context: inventory
contexts: [{ name: inventory, context: { cluster: inventory, user: inventory } }]
clusters: [{ name: inventory, cluster: { server: "https://127.0.0.1:6443" } }]
users: [{ name: inventory, user: { token: none } }]
`;

/** What a resource would get from its provider, by its type: values of the right form, always the same ones. */
const placeholders: Readonly<Record<string, (name: string) => Record<string, unknown>>> = {
  "kubeflow-local:index:SimulatedCluster": () => ({
    kubeconfig: pulumi.secret(kubeconfig),
    endpoint: "https://127.0.0.1:6443",
    identifier: "00000000-0000-0000-0000-000000000000",
    nodeNames: [],
    status: "running",
  }),
  "random:index/randomPassword:RandomPassword": (name) => ({
    result: pulumi.secret(`generated ${name}`),
    bcryptHash: pulumi.secret("$2a$10$0000000000000000000000000000000000000000000000000000"),
  }),
};

/** Outputs of the stacks that were run before, by project. */
export type KnownOutputs = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

/** What the mocked engine answers when a program registers a resource. */
export function placeholderState(
  type: string,
  name: string,
  inputs: Readonly<Record<string, unknown>>,
  known: KnownOutputs,
  aws: MockedAws,
): Record<string, unknown> {
  if (type === "pulumi:pulumi:StackReference") {
    const project = name.split("/")[1] ?? name;
    const outputs = known.get(project) ?? {};
    // As on a real backend, secrets of the other stack stay secrets.
    return { ...inputs, outputs, secretOutputNames: secretOutputs[project] ?? [] };
  }
  return { ...aws.resourceState(type, name, inputs), ...placeholders[type]?.(name) };
}

const secretOutputs: Readonly<Record<string, readonly string[]>> = {
  [projects.infra]: ["cluster"],
  [projects.platform]: ["cluster", "credentials"],
};
