import { readPlatform, readWorkloads } from "./contract";

/** The front door: what an environment publishes to other teams, nothing secret among it. */
export = async () => {
  const [platform, workloads] = await Promise.all([readPlatform(), readWorkloads()]);
  return {
    environment: platform.environment,
    release: platform.release,
    components: platform.components,
    endpoints: platform.endpoints,
    signOn: platform.signOn,
    tenants: workloads.tenants,
  };
};
