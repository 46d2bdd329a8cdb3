import { findRelease, releaseVersions } from "../../manifests";
import { charts } from "../../platform/addons";
import { newestOf } from "./order";
import { publisherOfChart, publisherOfRepository } from "./published-versions";
import type { Pin } from "./verdicts";

/** The release that is meant where no configuration says one: the newest that is known and no candidate. */
export const usualRelease = newestOf(releaseVersions) ?? "";

/** A release of Kubeflow and the charts of the add-ons: what an environment runs. */
export function pins(release: string): Pin[] {
  const { version, repository } = findRelease(release);
  return [{ name: "Kubeflow", version, publisher: publisherOfRepository(repository) }, ...chartPins()];
}

/** The charts of the add-ons. */
export function chartPins(): Pin[] {
  return Object.values(charts).map((chart) => ({
    name: chart.name,
    version: chart.version,
    publisher: publisherOfChart(chart),
  }));
}
