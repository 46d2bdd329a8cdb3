import { nearest } from "../../config/nearest";
import type { AwsFacts, InstanceFacts } from "../facts";
import type { Mistake } from "../mistake";
import { some } from "./words";

/** Instance types and where in the configuration they are. */
export interface TypesAt {
  /** Of the object that has the key `instanceTypes`. */
  readonly path: readonly (string | number)[];
  readonly instanceTypes: readonly string[];
  readonly region: string;
}

/** What is wrong with a list of instance types whatever it is for. */
export function typeMistakes(at: TypesAt, facts: AwsFacts): Mistake[] {
  const each = at.instanceTypes.flatMap((name, index): Mistake[] => {
    const path = [...at.path, "instanceTypes", index];
    if (at.instanceTypes.indexOf(name) !== index) {
      return [{ path, message: `${name} is in the list twice` }];
    }
    return facts.instanceType(name) === undefined
      ? [{ path, message: unknownType(name, facts) }]
      : notOffered(name, at.region, facts).map((message) => ({ path, message }));
  });
  const known = at.instanceTypes.flatMap((name) => facts.instanceType(name) ?? []);
  return [
    ...each,
    ...mixture(known, ({ architecture }) => architecture).map((kinds) => ({
      path: [...at.path, "instanceTypes"],
      message: `they are of two architectures, ${kinds}; images are built for one, so make a pool of each`,
    })),
    ...mixture(known, ({ gpu }) => gpu?.product ?? "no GPU").map((kinds) => ({
      path: [...at.path, "instanceTypes"],
      message: `they don't have the same GPUs: ${kinds}; make a pool of each kind`,
    })),
  ];
}

function unknownType(name: string, facts: AwsFacts): string {
  const [family = ""] = name.split(".");
  const siblings = facts.instanceTypes.filter((known) => known.startsWith(`${family}.`));
  const near = nearest(name, siblings.length > 0 ? siblings : facts.instanceTypes);
  const sizes = siblings.length > 0 ? `; ${family} has ${some(siblings, 12)}` : "";
  const hint = near === undefined ? "" : `; did you mean ${near}?`;
  return `there is no instance type ${name} among those of ${facts.date} in infra/facts (bare metal is left out)${sizes}${hint}`;
}

function notOffered(name: string, region: string, facts: AwsFacts): string[] {
  const regions = facts.regionsOffering(name);
  return !facts.hasOfferings(region) || regions.includes(region)
    ? []
    : [`${name} is not offered in ${region} (as of ${facts.date}); it is in ${some(regions, 40)}`];
}

/** The kinds there are, with the types of each, where there are two or more. */
function mixture(types: readonly InstanceFacts[], kindOf: (type: InstanceFacts) => string): string[] {
  const kinds = [...new Set(types.map(kindOf))];
  return kinds.length < 2
    ? []
    : [
        kinds
          .map(
            (kind) =>
              `${kind} (${some(types.filter((type) => kindOf(type) === kind).map(({ name }) => name))})`,
          )
          .join(" and "),
      ];
}
