import * as pulumi from "@pulumi/pulumi";
import { projects } from "../../contract/projects";
import { mockedAws, type MockedPlace } from "../../infra/testing/placeholders";
import { maskSecrets } from "../engine/state";
import { isComponentType, isCounted } from "../progress/model";
import { loadProgram, type Program, type Room } from "../rooms";
import { type KnownOutputs, placeholderState } from "./placeholders";

/** A resource that an environment would have. */
export interface InventoryItem {
  /** As the engine would name it. */
  readonly urn: string;
  readonly project: string;
  /** The innermost component around it; the room's name outside of every component. */
  readonly component: string;
  readonly type: string;
  readonly name: string;
  /** What the program asks for, secrets masked. */
  readonly inputs: unknown;
}

/** What a program registered, and what it exports. */
export interface Registered {
  readonly items: readonly InventoryItem[];
  readonly outputs: Readonly<Record<string, unknown>>;
}

interface Place {
  readonly component: string | undefined;
  /** Types from the outermost parent to the resource, joined as in URNs. */
  readonly qualifiedType: string;
}

/**
 * Registers the programs of rooms against mocks, each fed with the outputs of those before, and collects every
 * resource. No engine, no cluster and no credentials are there; secrets never leave it.
 */
export async function collectInventory(
  rooms: readonly Room[],
  stack: string,
  config: Readonly<Record<string, string>>,
  load: (room: Room) => Program = loadProgram,
): Promise<readonly InventoryItem[]> {
  const known = new Map<string, Readonly<Record<string, unknown>>>();
  const all: InventoryItem[] = [];
  for (const room of rooms) {
    const { items, outputs } = await registerRoom(room, load(room), stack, config, known);
    known.set(projects[room.name], outputs);
    all.push(...items);
  }
  return all.sort((a, b) => (a.urn < b.urn ? -1 : a.urn > b.urn ? 1 : 0));
}

/** Registers the program of a room that reads no other's outputs. */
export function registerInfra(
  room: Room,
  stack: string,
  config: Readonly<Record<string, string>>,
): Promise<Registered> {
  return registerRoom(room, loadProgram(room), stack, config, new Map());
}

async function registerRoom(
  room: Room,
  program: Program,
  stack: string,
  config: Readonly<Record<string, string>>,
  known: KnownOutputs,
): Promise<Registered> {
  const items: InventoryItem[] = [];
  const places = new Map<string, Place[]>();
  pulumi.runtime.setAllConfig({ ...config });
  const aws = mockedAws(placeOf(config));
  const mocks: pulumi.runtime.Mocks = {
    call: ({ token, inputs }: { token: string; inputs: object }) => aws.callResult(token, inputs),
    newResource: (args) => {
      const { type, name, custom }: { type: string; name: string; custom?: boolean } = args;
      const inputs = plainInputs(args);
      // Of two resources with the same type and name (below different parents), the first made comes first.
      const place = places.get(`${type}::${name}`)?.shift();
      if (isCounted(type) && (custom === true || isRemote(type))) {
        items.push(itemOf(room, stack, type, name, inputs, place));
      }
      return { id: `${name}-id`, state: placeholderState(type, name, inputs, known, aws) };
    },
  };
  // As in a preview: what can only be known later is unknown, and what stops an `up` is a warning.
  await pulumi.runtime.setMocks(mocks, room.project, stack, true, "organization");
  // What a program throws is kept aside: on its way through the SDK it would come up a second time, caught by nobody.
  const failures: unknown[] = [];
  const outputs: unknown = await pulumi.runtime.runInPulumiStack(async () => {
    followParents(places);
    return program().catch((error: unknown) => {
      failures.push(error);
      return {};
    });
  });
  const resolved = await resolve(outputs);
  await pulumi.runtime.disconnect();
  for (const failure of failures) {
    throw failure;
  }
  return { items, outputs: resolved };
}

/** Components of other packages are made by their plugins: here only they themselves are seen, not their parts. */
function isRemote(type: string): boolean {
  return type.startsWith("awsx:") || type.startsWith("eks:");
}

/** Where the environment's AWS is; anywhere, where it has none. */
function placeOf(config: Readonly<Record<string, string>>): MockedPlace | undefined {
  const region = config[`${projects.infra}:region`];
  const accountId = config[`${projects.infra}:accountId`];
  const vpcId = /"vpcId"\s*:\s*"([^"]+)"/.exec(config[`${projects.infra}:network`] ?? "")?.[1];
  return region === undefined || accountId === undefined ? undefined : { region, accountId, vpcId };
}

/** The mocks are not told of parents, so where a resource belongs is noted when it is made. */
function followParents(places: Map<string, Place[]>): void {
  const placeOf = new WeakMap<pulumi.Resource, Place>();
  pulumi.runtime.registerStackTransformation(({ resource, type, name, opts }) => {
    const parent = opts.parent === undefined ? undefined : placeOf.get(opts.parent);
    const isComponent = resource instanceof pulumi.ComponentResource && isComponentType(type);
    const place = {
      component: isComponent ? name : parent?.component,
      qualifiedType: parent === undefined ? type : `${parent.qualifiedType}$${type}`,
    };
    placeOf.set(resource, place);
    places.set(`${type}::${name}`, [...(places.get(`${type}::${name}`) ?? []), place]);
    return undefined;
  });
}

function itemOf(
  room: Room,
  stack: string,
  type: string,
  name: string,
  inputs: Readonly<Record<string, unknown>>,
  place: Place | undefined,
): InventoryItem {
  return {
    urn: `urn:pulumi:${stack}::${room.project}::${place?.qualifiedType ?? type}::${name}`,
    project: room.project,
    component: place?.component ?? room.name,
    type,
    name,
    inputs: maskSecrets(sortKeys(inputs)),
  };
}

function plainInputs(args: { readonly inputs: object }): Record<string, unknown> {
  return { ...args.inputs };
}

async function resolve(outputs: unknown): Promise<Record<string, unknown>> {
  const known: pulumi.Output<unknown> = pulumi.output(outputs);
  const value = await new Promise<unknown>((done) => {
    known.apply(done);
  });
  return typeof value === "object" && value !== null ? { ...value } : {};
}

/** The order in which a program happens to write its fields must not show in a golden file. */
function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(sortKeys);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  if (pulumi.Resource.isInstance(value)) {
    return `resource ${String(Reflect.get(value, "__name"))}`; // what a component of another package is handed
  }
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sortKeys(inner)]));
}
