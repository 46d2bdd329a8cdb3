import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Context } from "../part";
import type { Addon } from "./addon";

/** Seconds that a chart's pods may take: on a new cluster Karpenter starts nodes for them first. */
const timeoutSeconds = 900;

/**
 * Installs an add-on's chart as a Helm release: Helm's hooks run, and a release that fails to become ready is an error.
 * Its definitions are not Helm's: see chartCrds in manifests/charts.ts.
 */
export function chartRelease(
  addon: Addon,
  context: Context,
  options: pulumi.CustomResourceOptions,
): k8s.helm.v3.Release {
  const { name, version, repository } = addon.chart;
  const source = repository.startsWith("oci://")
    ? { chart: `${repository}/${name}` }
    : { chart: name, repositoryOpts: { repo: repository } };
  return new k8s.helm.v3.Release(
    addon.name,
    {
      ...source,
      name,
      version,
      namespace: addon.namespace,
      values: { ...addon.values(context) },
      skipCrds: true,
      // A failed upgrade goes back to what ran before; a failed first install stays, so that people can look at it.
      atomic: false,
      cleanupOnFail: true,
      timeout: timeoutSeconds,
    },
    options,
  );
}
