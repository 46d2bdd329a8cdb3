import * as pulumi from "@pulumi/pulumi";
import { type NodePool, type PlatformOutputs, projects } from "../contract";

/** Helpers of this room's tests; no program imports them. */

/** Processors only. */
export const cpuPool: NodePool = {
  name: "cpu",
  architecture: "amd64",
  labels: { "example.com/pool": "cpu" },
  taints: [],
};

/** Four GPUs a node, and a taint that keeps others away. */
export const gpuPool: NodePool = {
  name: "gpu",
  architecture: "amd64",
  labels: { "example.com/pool": "gpu" },
  taints: [{ key: "nvidia.com/gpu", effect: "NoSchedule" }],
  accelerator: { resource: "nvidia.com/gpu", count: 4, product: "NVIDIA-A10G" },
};

/** A simulated platform that carries every example. */
export const platformFixture: PlatformOutputs = {
  contractVersion: 1,
  environment: "local",
  release: "26.03",
  addons: [],
  components: [
    "profiles",
    "trainer",
    "trainingOperator",
    "katib",
    "kserve",
    "notebookController",
    "pipelines",
  ],
  cluster: {
    name: "kubeflow-local",
    kubernetesVersion: "1.35",
    endpoint: "https://127.0.0.1:6443",
    kubeconfig: "a whole kubeconfig",
    identifier: "0f0f",
    simulated: true,
  },
  nodePools: [cpuPool, gpuPool],
  storageClasses: { block: "block" },
  objectStorage: { kind: "in-cluster" },
  endpoints: { dashboard: "http://kubeflow.localhost", pipelines: "http://kubeflow.localhost/pipeline" },
  signOn: {
    issuer: "http://dex.auth.svc.cluster.local:5556/dex",
    jwksUri: "http://dex.auth.svc.cluster.local:5556/dex/keys",
    audiences: ["pipelines.kubeflow.org"],
    tokenIssuers: [
      {
        issuer: "http://dex.auth.svc.cluster.local:5556/dex",
        jwksUri: "http://dex.auth.svc.cluster.local:5556/dex/keys",
        audiences: ["kubeflow-oidc-authservice"],
        userClaim: "email",
      },
    ],
  },
  images: { registries: {}, onlyMapped: false },
  serving: { mode: "Standard", domain: "example.com", scheme: "http" },
  queues: { localQueue: "default", priorityClasses: ["low", "normal", "high"] },
  pipelines: { definitions: "kubernetes" },
  tenants: {
    objects: [
      {
        apiVersion: "v1",
        kind: "LimitRange",
        metadata: { name: "tenant", namespace: "{{tenant.namespace}}" },
        spec: { limits: [{ type: "Container", defaultRequest: { cpu: "100m" } }] },
      },
    ],
    values: {},
    labels: { "pipelines.kubeflow.org/enabled": "true" },
  },
  credentials: { dashboard: { username: "ann@example.com", password: "not in any output" } },
};

/** The same platform on AWS: S3, a shared file system, a role for tenants, images through a cache. */
export const awsPlatformFixture: PlatformOutputs = {
  ...platformFixture,
  environment: "prod",
  addons: ["prometheus", "kueue"],
  cluster: { ...platformFixture.cluster, name: "kubeflow-prod", simulated: false },
  storageClasses: { block: "gp3", shared: "efs" },
  objectStorage: {
    kind: "s3",
    region: "us-west-2",
    artifactsBucket: "kubeflow-prod-artifacts",
    modelsBucket: "kubeflow-prod-models",
  },
  aws: {
    partition: "aws",
    region: "us-west-2",
    accountId: "111122223333",
    dataKeyArn: "arn:aws:kms:us-west-2:111122223333:key/0f0f",
    tenantRoleArn: "arn:aws:iam::111122223333:role/kubeflow-prod-tenant",
    fileSystems: { efsId: "fs-0f0f" },
  },
  images: {
    registries: {
      "docker.io": "111122223333.dkr.ecr.us-west-2.amazonaws.com/docker-hub",
      "ghcr.io": "111122223333.dkr.ecr.us-west-2.amazonaws.com/github",
    },
    onlyMapped: true,
  },
  serving: {
    mode: "Standard",
    domain: "kubeflow.example.com",
    scheme: "https",
    requestLogs: {
      url: "s3://kubeflow-prod-artifacts",
      storage: {
        key: "none",
        path: "requests",
        parameters: { format: "json" },
        serviceAccountName: "default-editor",
      },
    },
  },
  credentials: {},
};

/** A resource as a program registered it. */
export interface Registered {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** What a program registered, in the order of type and name, and what it exported. */
export interface Run {
  readonly resources: readonly Registered[];
  readonly outputs: unknown;
}

/**
 * Runs a program of the workloads project without an engine and collects what it registers.
 *
 * @param program  the program, or a few lines that make a component
 * @param platform what the platform stack exports
 * @param config   configuration, `kubeflow-workloads:<key>` → value
 */
export async function runProgram(
  program: () => Promise<pulumi.Inputs>,
  platform: PlatformOutputs = platformFixture,
  config: Readonly<Record<string, unknown>> = {},
): Promise<Run> {
  const resources: Registered[] = [];
  await mockEngine(resources, platform, config);
  const outputs = await pulumi.runtime.runInPulumiStack(program);
  await pulumi.runtime.disconnect();
  const byTypeAndName = [...resources].sort((a, b) => (label(a) < label(b) ? -1 : 1));
  return { resources: byTypeAndName, outputs: await resolved(outputs) };
}

/** What a program ended with that failed, and what it had registered by then. */
export interface Refused {
  readonly error: unknown;
  readonly resources: readonly Registered[];
}

/** Runs a program, as {@link runProgram} does, that is to fail; throws where it doesn't. */
export async function runRefused(
  program: () => Promise<pulumi.Inputs>,
  platform: PlatformOutputs = platformFixture,
  config: Readonly<Record<string, unknown>> = {},
): Promise<Refused> {
  const resources: Registered[] = [];
  await mockEngine(resources, platform, config);
  const errors: unknown[] = [];
  // On its way through the SDK an error would come up a second time, caught by nobody.
  await pulumi.runtime.runInPulumiStack(() =>
    program().catch((error: unknown) => {
      errors.push(error);
      return {};
    }),
  );
  await pulumi.runtime.disconnect();
  if (errors.length === 0) {
    throw new Error(`the program did not fail; it registered ${resources.map(label).join(", ")}`);
  }
  return { error: errors[0], resources };
}

function mockEngine(
  resources: Registered[],
  platform: PlatformOutputs,
  config: Readonly<Record<string, unknown>>,
): Promise<void> {
  const entries = Object.entries(config).map(([key, value]) => [key, JSON.stringify(value)] as const);
  pulumi.runtime.setAllConfig(Object.fromEntries(entries));
  return pulumi.runtime.setMocks(
    {
      call: () => ({}),
      newResource: (args) => {
        const { type, name }: { type: string; name: string } = args;
        const given = plainInputs(args);
        if (type === "pulumi:pulumi:StackReference") {
          return { id: name, state: { ...given, outputs: platform, secretOutputNames: ["credentials"] } };
        }
        if (type !== "pulumi:pulumi:Stack") {
          resources.push({ type, name, inputs: given });
        }
        return { id: `${name}-id`, state: given };
      },
    },
    projects.workloads,
    "local",
    false,
    "organization",
  );
}

/** `<type>::<name>` of a resource. */
export function label({ type, name }: Registered): string {
  return `${type}::${name}`;
}

/** The inputs of one resource. */
export function inputsOf(run: Run, wanted: string): Readonly<Record<string, unknown>> {
  const found = run.resources.find((resource) => label(resource) === wanted);
  if (found === undefined) {
    throw new Error(`${wanted} is not among ${run.resources.map(label).join(", ")}`);
  }
  return found.inputs;
}

function plainInputs(args: { readonly inputs: object }): Record<string, unknown> {
  return { ...args.inputs };
}

function resolved(outputs: pulumi.Inputs | undefined): Promise<unknown> {
  return new Promise((resolve) => {
    pulumi.output(outputs).apply((value: unknown) => {
      resolve(value);
    });
  });
}
