/** Model Registry: where it keeps its models, how it is reached. */
export { externalDatabase, registryDatabase } from "./external-database";
export { databaseSecret, withoutEmptyPassword } from "./in-cluster-database";
export { inRegistryNamespace, registryNamespace, registryRoutes } from "./objects";
export { registryLink } from "./dashboard-link";
