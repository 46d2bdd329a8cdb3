import * as fs from "node:fs";
import * as path from "node:path";
import { stringify } from "yaml";
import type { JsonObject } from "../../../plugin/json";
import { COMPONENTS } from "../control-plane";
import { kubeconfigFiles } from "../kubeconfig";
import { clusterLayout } from "../layout";
import type { FollowerSettings } from "./follower/settings";
import type { ObservabilityLayout } from "./layout";
import { lokiConfig } from "./loki";
import { clusterPorts, type ObservabilityPorts } from "./ports";
import { type CredentialFiles, prometheusConfig } from "./prometheus";

/** What the platform says about the metrics of its objects; this room only passes it on. */
export interface PlatformMetrics {
  /** Configuration of kube-state-metrics for custom resources. */
  readonly resourceState: object;
  /** Labels of objects that become labels of metrics, such as `namespaces=[team]`. */
  readonly metricLabels: readonly string[];
  /** Alert and recording rules, as a file of Prometheus' has them. */
  readonly rules: object;
}

/** Who reads it is the cluster's administrator. */
const OWNER_ONLY = 0o600;

/** Writes everything that the processes read. */
export function writeFiles(
  layout: ObservabilityLayout,
  ports: ObservabilityPorts,
  platform: PlatformMetrics,
): void {
  const cluster = clusterLayout(layout.directory);
  for (const folder of [layout.pids, layout.data, layout.logs]) {
    fs.mkdirSync(folder, { recursive: true });
  }
  const credentials = writeCredentials(layout);
  const configuration = prometheusConfig({
    cluster: clusterPorts(cluster.kwokctlConfig),
    ports,
    credentials,
    rules: layout.rules,
  });
  writeYaml(layout.prometheus, configuration);
  writeYaml(layout.rules, platform.rules);
  writeYaml(layout.loki, lokiConfig(path.join(layout.data, "loki"), ports));
  writeYaml(layout.resourceState, platform.resourceState);
  const follower: FollowerSettings = {
    loki: `http://127.0.0.1:${ports.loki}`,
    logs: COMPONENTS.map(({ name }) => ({
      component: name,
      file: path.join(cluster.logs, `${name}.log`),
    })),
    kubeconfig: layout.kubeconfig,
    positions: layout.positions,
  };
  fs.writeFileSync(layout.follower, `${JSON.stringify(follower, undefined, 2)}\n`);
}

/** Prometheus takes certificates from files only; the kubeconfig has them in itself. */
function writeCredentials({ credentials, kubeconfig }: ObservabilityLayout): CredentialFiles {
  const { authority, certificate, key } = kubeconfigFiles(fs.readFileSync(kubeconfig, "utf8"));
  fs.mkdirSync(credentials, { recursive: true, mode: 0o700 });
  const write = (name: string, content: string): string => {
    const file = path.join(credentials, name);
    // The mode counts only for files that are made.
    fs.rmSync(file, { force: true });
    fs.writeFileSync(file, content, { mode: OWNER_ONLY });
    return file;
  };
  return {
    authority: write("ca.crt", authority),
    certificate: write("client.crt", certificate),
    key: write("client.key", key),
  };
}

function writeYaml(file: string, document: object | JsonObject): void {
  fs.writeFileSync(file, stringify(document, { lineWidth: 0, aliasDuplicateObjects: false }));
}
