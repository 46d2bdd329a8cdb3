import * as pulumi from "@pulumi/pulumi";
import { Provider } from "@pulumi/aws/provider";

/** What a mocked AWS answers, by the function that is called. */
export type Answers = Readonly<
  Record<string, (inputs: Readonly<Record<string, unknown>>) => Record<string, unknown>>
>;

/** Asks a mocked AWS, which answers as given and knows nothing else. */
export async function asking<Value>(
  answers: Answers,
  question: (provider: pulumi.ProviderResource) => Promise<Value>,
): Promise<Value> {
  await pulumi.runtime.setMocks(
    {
      call: ({ token, inputs }: { token: string; inputs: object }) => {
        const answer = answers[token];
        if (answer === undefined) {
          throw new Error(`nobody answers ${token}`);
        }
        return answer({ ...inputs });
      },
      newResource: ({ name }) => ({ id: `${name}-id`, state: {} }),
    },
    "kubeflow-infra",
    "prod",
    false,
    "acme",
  );
  const outcome: Promise<Value>[] = [];
  await pulumi.runtime.runInPulumiStack(async () => {
    const asked = question(new Provider("aws", { region: "us-west-2" }));
    outcome.push(asked);
    // Its failure is the caller's to see; the stack itself goes on.
    await asked.catch(() => undefined);
    return {};
  });
  await pulumi.runtime.disconnect();
  const [value] = outcome;
  if (value === undefined) {
    throw new Error("the question was never asked");
  }
  return value;
}

/** A region of four zones that offer types: the letters of the zones, by type. */
export function regionAnswers(types: Readonly<Record<string, string>>): Answers {
  const letters = ["a", "b", "c", "d"];
  const offerings = Object.entries(types).flatMap(([type, zones]) =>
    Array.from(zones).map((letter) => ({ type, zone: `us-west-2${letter}` })),
  );
  return {
    "aws:index/getAvailabilityZones:getAvailabilityZones": () => ({
      region: "us-west-2",
      names: letters.map((letter) => `us-west-2${letter}`),
      zoneIds: letters.map((_, index) => `usw2-az${index + 1}`),
    }),
    "aws:ec2/getInstanceTypeOfferings:getInstanceTypeOfferings": () => ({
      instanceTypes: offerings.map(({ type }) => type),
      locations: offerings.map(({ zone }) => zone),
    }),
    "aws:ec2/getSubnets:getSubnets": () => ({ ids: [] }),
  };
}
