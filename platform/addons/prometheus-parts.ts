import type { Context } from "../part";
import { chartImage } from "./images";

/** An image as kube-prometheus-stack asks for it. */
export interface Image {
  readonly registry: string;
  readonly repository: string;
  readonly tag: string;
  readonly sha: string;
}

/** Something of the chart that can be on or off. */
export interface Switch {
  readonly enabled: boolean;
}

/** An image of the chart, as it asks for it. */
export function imageOf(context: Context, reference: string): Image {
  const { registry, repository, tag, sha } = chartImage(context, reference);
  return { registry, repository, tag, sha };
}
