import * as pulumi from "@pulumi/pulumi";
import { type Exported, type PlatformOutputs, readInfra } from "../contract";
import { Credentials } from "./auth/credentials";
import { loadPlatformConfig } from "./config";
import { inClusterEndpoints } from "./endpoints";
import { Kubeflow } from "./kubeflow";
import { clusterProviders } from "./providers";
import { renderComponents } from "./render";
import { selectComponents } from "./select";

/** The platform stack: Kubeflow on the cluster of the infra stack. */
export = async (): Promise<Exported<PlatformOutputs>> => {
  const config = loadPlatformConfig();
  const components = selectComponents(config.components);
  const infra = await readInfra();
  const { simulated } = infra.cluster;
  const rendered = await renderComponents(components, config, { simulated });

  const credentials = new Credentials("credentials");
  new Kubeflow("kubeflow", {
    config,
    components,
    rendered,
    credentials,
    simulated,
    ...clusterProviders(infra),
  });

  return {
    contractVersion: 1,
    environment: infra.environment,
    release: config.release,
    components: components.map(({ name }) => name),
    cluster: { ...infra.cluster, kubeconfig: pulumi.secret(infra.cluster.kubeconfig) },
    nodePools: infra.nodePools,
    storageClasses: infra.storageClasses,
    objectStorage: infra.objectStorage,
    ...inClusterEndpoints,
    pipelines: { definitions: config.pipelines.definitions },
    credentials: {
      dashboard: { username: config.signOn.user, password: credentials.user.result },
      objectStore: {
        username: credentials.objectStoreAccessKey.result,
        password: credentials.objectStoreSecretKey.result,
      },
      pipelinesDatabase: { username: "root", password: credentials.pipelinesDatabase.result },
      katibDatabase: { username: "root", password: credentials.katibDatabase.result },
    },
  };
};
