import type { ImageFamily } from "./family";
import { families26031 } from "./families-26-03-1";
import { addedFamilies } from "./families-added";
import { kubeflowFamilies } from "./families-kubeflow";
import { otherFamilies } from "./families-other";

/** Every image of the releases in manifests/releases.ts. A test fails where one is missing, or one too many is here. */
export const families: readonly ImageFamily[] = [
  ...kubeflowFamilies,
  ...otherFamilies,
  ...families26031,
  ...addedFamilies,
];
