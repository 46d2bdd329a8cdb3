import * as path from "node:path";
import type * as pulumi from "@pulumi/pulumi";
import type { PlatformOutputs } from "../../contract";
import {
  type PlacementArgs,
  readCode,
  type TenantHandle,
  type TenantReference,
  type Workload,
} from "../components";
import type { ExamplesConfig, PlacementConfig } from "../config";

/** What an example is checked and prepared with, before anything is registered. */
export interface ExampleArgs {
  /** The tenant that it will belong to. */
  readonly tenant: TenantHandle;
  /** The settings of all examples. */
  readonly config: ExamplesConfig;
  /** The platform that carries it. */
  readonly platform: PlatformOutputs;
}

/** Registers a prepared example in its tenant. */
export type Deploy = (
  tenant: TenantReference,
  opts: pulumi.ComponentResourceOptions,
) => pulumi.Output<Workload>;

/** Why an example can't be made, and what to do about it. */
export interface Obstacle {
  readonly reason: string;
  readonly wayOut: string;
}

/** The obstacle that a component of the platform is switched off. */
export function withoutComponent(component: string): Obstacle {
  return {
    reason: `the platform runs without component ${component}`,
    wayOut: `switch ${component} on in kubeflow-platform:components`,
  };
}

/** One example as data: what it needs, and how it comes about. */
export interface Example {
  /** Platform component that it needs. */
  readonly needs: string;
  /** What else keeps it from being made. Default: nothing. */
  readonly obstacle?: (config: ExamplesConfig, platform: PlatformOutputs) => Obstacle | undefined;
  /**
   * Finds every mistake in its settings, compiles what has to be, and returns what registers it.
   *
   * @throws UserError where its settings can't be on this platform or in this tenant
   */
  readonly prepare: (args: ExampleArgs) => Deploy | Promise<Deploy>;
}

/** Where an example's pods run, from its settings. */
export function placementOf(settings: PlacementConfig, platform: PlatformOutputs): PlacementArgs {
  const { cpu, memoryGiB, accelerators, pool } = settings;
  return { resources: { cpu, memoryGiB, accelerators }, pool, platform };
}

/** The Python of an example, by its folder. */
export function programOf(example: string, entrypoint: string, ...others: readonly string[]) {
  return readCode(path.join(__dirname, example), entrypoint, ...others);
}
