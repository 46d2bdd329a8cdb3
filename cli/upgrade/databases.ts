import { repositoryOf } from "../../images";
import { imageTag } from "./image";
import type { ChangedImages } from "./recorder";

/** A server that brings its database to its own schema when it starts. */
interface Migrating {
  /** Name of its image, without registry and tag, in any release. */
  readonly images: readonly string[];
  /** What it is to people. */
  readonly title: string;
  /** What it does to its database at start. */
  readonly does: string;
  /** What is known of the older server on the newer database. */
  readonly back: string;
}

/**
 * What upstream's servers do with their databases at start, as far as their source tells.
 *
 * - Pipelines: `InitDBClient` calls gorm's AutoMigrate, which adds tables, columns and indexes and deletes no column
 *   (kubeflow/pipelines, backend/src/apiserver/client_manager/client_manager.go; gorm's documentation, "Migration").
 * - Model Registry: `MySQLMigrator.Migrate` runs golang-migrate's Up over migrations inside of the server
 *   (kubeflow/model-registry, internal/datastore/embedmd/mysql/migrate.go); Up fails where the database is at a
 *   migration that the server doesn't have (golang-migrate, migrate.go, `versionExists`).
 * - Katib: `DBInit` is one CREATE TABLE IF NOT EXISTS (kubeflow/katib, pkg/db/v1beta1/mysql/init.go): nothing to tell.
 * - ML Metadata: not looked into; its image is the same in both releases known so far.
 */
const migrating: readonly Migrating[] = [
  {
    images: ["kfp-api-server"],
    title: "Pipelines' database",
    does: "gets the new server's tables and columns when that starts",
    back: "none is taken away again; whether the older server runs beside them nobody has tried here",
  },
  {
    images: ["model-registry/server", "hub/server"],
    title: "Model Registry's database",
    does: "gets the new server's migrations when that starts",
    back: "a server that lacks one of them does not start: the way back may need a backup of this database",
  },
];

/** What happens to databases, for each server that comes in another version. */
export function databaseNotes(images: readonly ChangedImages[]): readonly string[] {
  return migrating.flatMap(({ images: names, title, does, back }) => {
    const tags = (all: readonly string[]) =>
      all
        .filter((image) => names.some((name) => `/${repositoryOf(image)}`.endsWith(`/${name}`)))
        .map(imageTag);
    const [change] = images
      .map(({ before, after }) => ({ from: tags(before), to: tags(after) }))
      .filter(({ from, to }) => from.length > 0 && to.length > 0 && from.join() !== to.join());
    return change === undefined
      ? []
      : [`${title} ${does} (${change.from.join(", ")} → ${change.to.join(", ")}); ${back}`];
  });
}
