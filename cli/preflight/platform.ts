import { onPath } from "../../config/on-path";
import { isAws } from "../../infra/config";
import { mirroredChart, readImageLock } from "../../manifests";
import { addons } from "../../platform/addons";
import { checkDatabase } from "../../platform/database";
import type { Check, Finding, PreflightContext } from "./check";

const onAws = ({ configuration }: PreflightContext): boolean =>
  configuration !== undefined && isAws(configuration.infra);

/** Checks of what the platform on AWS would refuse, before half an hour goes into infra. */
export const platformChecks: readonly Check[] = [
  { name: "Database", applies: onAws, run: checkCertificates },
  { name: "Images", applies: onAws, run: checkImages },
  { name: "Charts", applies: onAws, run: checkCharts },
];

function checkCertificates({ configuration }: PreflightContext): Finding {
  if (configuration === undefined || !isAws(configuration.infra)) {
    return { result: "ok", text: "none" };
  }
  const { infra, platform } = configuration;
  const inCluster = infra.database.kind === "in-cluster";
  checkDatabase({
    config: platform,
    infra: { database: { kind: inCluster ? "in-cluster" : "mysql" }, aws: infra },
  });
  const { caBundle } = platform.database;
  return inCluster || caBundle !== undefined
    ? { result: "ok", text: inCluster ? "in the cluster" : `checked against ${caBundle ?? ""}` }
    : {
        result: "warning",
        text: "encrypted, but nobody looks at its certificate (database.acceptUnverified)",
      };
}

/** Which images a release has, only its rendering tells: here it is known whether there is a lock at all. */
function checkImages({ configuration }: PreflightContext): Finding {
  const policy = configuration?.platform.images.digests ?? "preferred";
  const locked = Object.keys(readImageLock().images).length;
  if (policy === "required" && locked === 0) {
    return {
      result: "mistake",
      text: 'kubeflow-platform:images.digests is "required", but there is no images.lock.json with digests in it',
      wayOut:
        "where the registries can be reached: npm run manifests -- lock, and commit the file; or set images.digests to preferred, which takes tags",
    };
  }
  return { result: "ok", text: policy === "none" ? "by tag" : `${locked} of them locked to a digest` };
}

function checkCharts({ environment }: PreflightContext): Finding {
  const elsewhere = Object.values(addons).filter(
    ({ chart }) =>
      ["folder", "templates"].includes(chart.definitions) && mirroredChart(chart, environment) === undefined,
  );
  return elsewhere.length === 0 || onPath("helm", environment) !== undefined
    ? { result: "ok", text: elsewhere.length === 0 ? "from a mirror" : "definitions are asked of helm" }
    : {
        result: "failure",
        text: `helm is not on PATH, which is asked for the definitions of ${elsewhere.map(({ chart }) => chart.name).join(", ")}`,
        wayOut: "install helm 3, or keep the charts' definitions in a mirror (docs/addons.md)",
      };
}
