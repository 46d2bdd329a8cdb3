import * as fs from "node:fs";
import { connectExisting } from "../../infra/local/existing";
import { requireKind } from "../../infra/local/kind";
import { portIsFree } from "../../infra/local/ports";
import type { Check, Finding, PreflightContext } from "./check";

const kindIs =
  (kind: string) =>
  ({ configuration }: PreflightContext): boolean =>
    configuration?.infra.cluster.kind === kind;

/** Checks of the cluster that `local` is to run on. */
export const clusterChecks: readonly Check[] = [
  { name: "Ports", applies: kindIs("simulated"), run: checkPorts },
  { name: "Cluster", applies: kindIs("existing"), run: checkExisting },
  { name: "Docker", applies: kindIs("kind"), run: checkKind },
];

async function checkPorts({ configuration, repository }: PreflightContext): Promise<Finding> {
  const cluster = configuration?.infra.cluster;
  const port = cluster?.kind === "simulated" ? cluster.port : undefined;
  if (port === undefined) {
    return (await portIsFree(0))
      ? { result: "ok", text: "free ones on 127.0.0.1 are chosen" }
      : { result: "failure", text: "no port of 127.0.0.1 can be listened on" };
  }
  if (fs.existsSync(repository.kubeconfig) || (await portIsFree(port))) {
    return { result: "ok", text: `${port} on 127.0.0.1` };
  }
  return {
    result: "failure",
    text: `port ${port} of 127.0.0.1, fixed by kubeflow-infra:cluster.port, is in use`,
    wayOut: "end what listens there, name another port, or leave the key out to get a free one",
  };
}

async function checkExisting({ configuration }: PreflightContext): Promise<Finding> {
  const cluster = configuration?.infra.cluster;
  if (cluster?.kind !== "existing") {
    return { result: "ok", text: "none" };
  }
  const { kubernetesVersion } = await connectExisting(cluster);
  return { result: "ok", text: `context ${cluster.context}, Kubernetes ${kubernetesVersion}` };
}

async function checkKind({ environment }: PreflightContext): Promise<Finding> {
  await requireKind(environment);
  return { result: "ok", text: "docker and kind answer" };
}
