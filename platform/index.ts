import { loadConfig } from "../config/load";
import { type Exported, type PlatformOutputs, readInfra } from "../contract";
import { Credentials } from "./auth/credentials";
import { PlatformConfig } from "./config";
import { guardDatabase } from "./database/guard";
import { Kubeflow } from "./kubeflow";
import { platformOutputs } from "./outputs";
import { clusterProviders } from "./providers";
import { renderParts } from "./render";
import { selectParts } from "./select";

/** The platform stack: Kubeflow and what is beside it, on the cluster of the infra stack. */
export = async (): Promise<Exported<PlatformOutputs>> => {
  const config = loadConfig(PlatformConfig);
  const infra = await readInfra();
  const setting = { config, infra };
  await guardDatabase(setting);
  const { parts, rendered, chartCrds } = await renderParts(selectParts(setting), setting);

  const credentials = new Credentials("credentials");
  const names = new Set(parts.map(({ name }) => name));
  const context = { ...setting, has: names.has.bind(names) };
  const { release } = new Kubeflow("kubeflow", {
    context,
    credentials,
    parts,
    rendered,
    chartCrds,
    ...clusterProviders(infra),
  });

  return platformOutputs({ context, credentials, parts, release });
};
