/** Model Registry: where it keeps its models, how it is reached. */
export { inClusterSecret, registryDatabaseObjects, registryDatabaseTransforms } from "./database";
export { inRegistryNamespace, registryNamespace, registryRoutes } from "./objects";
export { registryLink } from "./dashboard-link";
