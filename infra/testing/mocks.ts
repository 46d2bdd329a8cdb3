import * as pulumi from "@pulumi/pulumi";
import { DEFAULT_KUBERNETES_VERSION, KUBERNETES_VERSIONS } from "../cluster/versions";
import type { Site } from "../site";
import { mockedAws } from "./placeholders";

/** Helpers of this room's tests and of the inventory; no program imports them. */

/** A day on which EKS has supported the default Kubernetes version: what tests find is no matter of the calendar. */
export const supportedDay = new Date(
  Date.parse(KUBERNETES_VERSIONS[DEFAULT_KUBERNETES_VERSION].standardSupportEnds) - 90 * 24 * 60 * 60 * 1000,
);

/** A resource as a program registered it, its inputs resolved. */
export interface Registered {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** URN and id of the provider that it was registered with; empty where it was the default one. */
  readonly provider: string;
}

/** A production site in us-west-2. */
export const productionSite: Site = {
  environment: "prod",
  tier: "production",
  partition: "aws",
  region: "us-west-2",
  accountId: "111122223333",
  clusterName: "kubeflow-prod",
};

/** A development site in us-west-2. */
export const developmentSite: Site = {
  ...productionSite,
  environment: "dev",
  tier: "development",
  clusterName: "kubeflow-dev",
};

/** What a program registered under mocks, and what it returned. */
export interface Run<Value> {
  readonly resources: readonly Registered[];
  /** The program's value, its Outputs resolved. */
  readonly value: Value;
}

/**
 * Runs a program against mocked providers: every resource gets an id and an ARN of the right form and hands its
 * inputs back.
 *
 * @param program registers resources and returns the Outputs that a test wants to look at
 */
export async function underMocks<Value>(
  program: () => pulumi.Input<Value> | Promise<pulumi.Input<Value>>,
): Promise<Run<pulumi.Unwrap<Value>>> {
  const aws = mockedAws();
  const resources: Registered[] = [];
  await pulumi.runtime.setMocks(
    {
      call: ({ token, inputs }: { token: string; inputs: object }) => aws.callResult(token, inputs),
      newResource: (args: { type: string; name: string; inputs: object; provider?: string }) => {
        const { type, name, inputs, provider = "" } = args;
        const plain: Record<string, unknown> = { ...inputs };
        resources.push({ type, name, inputs: plain, provider });
        return { id: `${name}-id`, state: aws.resourceState(type, name, plain) };
      },
    },
    "kubeflow-infra",
    "prod",
    false,
    "acme",
  );
  const values: pulumi.Unwrap<Value>[] = [];
  const failures: unknown[] = [];
  await pulumi.runtime.runInPulumiStack(async () => {
    try {
      const output = pulumi.output(await program());
      const value = await new Promise<pulumi.Unwrap<Value>>((resolve) => {
        output.apply(resolve);
      });
      values.push(value);
    } catch (error) {
      failures.push(error);
    }
    return {};
  });
  await pulumi.runtime.disconnect();
  for (const failure of failures) {
    throw failure;
  }
  const [value] = values;
  if (value === undefined) {
    throw new Error("the program's value never came");
  }
  return { resources, value };
}

/** The one resource of a type (and name, where given). */
export function only(resources: readonly Registered[], type: string, name?: string): Registered {
  const found = resources.filter((one) => one.type === type && (name === undefined || one.name === name));
  const [first] = found;
  if (first === undefined || found.length > 1) {
    throw new Error(
      `${found.length} resources of type ${type}; there are:\n${resources.map((one) => `${one.type} ${one.name}`).join("\n")}`,
    );
  }
  return first;
}
