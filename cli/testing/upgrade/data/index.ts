import { mesh } from "./mesh";
import { notebooks } from "./notebooks";
import { pipelines } from "./pipelines";
import type { Row } from "./row";
import { serving } from "./serving";
import { tenancy } from "./tenancy";
import { training } from "./training";
import { tuning } from "./tuning";

export { type Row } from "./row";

/** A tenant that somebody made in the dashboard: no stack knows of it. */
export interface HandMadeTenant {
  /** Its name and its namespace's. */
  readonly name: string;
  /** The version of the Profile's API that it was made in. */
  readonly profileVersion: "v1" | "v1beta1";
  readonly owner: string;
  readonly rows: readonly Row[];
}

/** Tenants beside those of the workloads stack, in both versions that release 26.03 has of a Profile. */
export const handMadeTenants: readonly HandMadeTenant[] = [
  {
    name: "research",
    profileVersion: "v1",
    owner: "ada.lovelace@example.com",
    rows: [...tenancy, ...mesh, ...notebooks, ...serving, ...tuning, ...pipelines, ...training],
  },
  {
    name: "archive",
    profileVersion: "v1beta1",
    owner: "grace.hopper@example.com",
    rows: [...tenancy.filter(({ object }) => !object.kind.startsWith("Workload")), ...tuning],
  },
];
