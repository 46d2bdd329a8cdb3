import { createRequire } from "node:module";
import * as path from "node:path";
import type * as pulumi from "@pulumi/pulumi";
import { type ProjectName, projects } from "../contract/projects";

/** A room that is a stack of its own. */
export interface Room {
  readonly name: Exclude<ProjectName, "frontDoor">;
  /** Its Pulumi project. */
  readonly project: string;
  /** Its folder. */
  readonly folder: string;
}

/** What a room's index.ts exports. */
export type Program = () => Promise<Record<string, pulumi.Input<unknown>>>;

const order = ["infra", "platform", "workloads"] as const;

/** The three rooms, each after those whose outputs it reads. */
export function roomsOf(root: string): readonly Room[] {
  return order.map((name) => ({ name, project: projects[name], folder: path.join(root, name) }));
}

const load: (file: string) => unknown = createRequire(__filename);

/**
 * Loads a module when it is asked for: what a command doesn't need, it doesn't wait for. (`import()` won't do:
 * from CommonJS it takes Node's own ES module loader, which knows no TypeScript.)
 */
export function loadModule(file: string): unknown {
  return load(file);
}

/** Loads the program of a room: the very function that Pulumi's language host calls. */
export function loadProgram(room: Room): Program {
  const program = loadModule(path.join(room.folder, "index.ts"));
  if (!isProgram(program)) {
    throw new Error(`${room.name}/index.ts does not export a function`);
  }
  return program;
}

function isProgram(value: unknown): value is Program {
  return typeof value === "function";
}
