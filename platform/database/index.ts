/** Databases of the platform on a MySQL server outside of the cluster. */
export { bootstrapObjects, mysqlImage } from "./bootstrap";
export { caFile, goTls, trustDatabase, withoutMysql } from "./clients";
export { checkDatabase, databaseRequirements, type DatabaseServer, serverOf } from "./server";
export { type DatabaseUser, katibUsers, pipelinesUsers, registryUsers } from "./users";
