import * as pulumi from "@pulumi/pulumi";
import type { Exported, PlatformOutputs } from "../contract";
import type { Credentials } from "./auth/credentials";
import { signOnOf } from "./auth/sign-on";
import { endpointsOf } from "./endpoints";
import { imageMapOf } from "./images";
import { defaultLocalQueue, priorityClasses } from "./queues";
import { requestLogs, servingDomain } from "./serving";
import { tenantTemplates } from "./tenants";
import type { Context } from "./part";
import { type AnyPart, isAddon } from "./parts";

/** Everything that the outputs are put together from. */
export interface PlatformParts {
  readonly context: Context;
  readonly credentials: Credentials;
  /** What is installed. */
  readonly parts: readonly AnyPart[];
  /** The release; it comes when all of it is there. */
  readonly release: pulumi.Output<string>;
}

/** What the platform stack exports. */
export function platformOutputs(made: PlatformParts): Exported<PlatformOutputs> {
  const { context, credentials, parts, release } = made;
  const { config, infra } = context;
  const signOn = signOnOf(context);
  return {
    contractVersion: 1,
    environment: infra.environment,
    release,
    components: parts.filter((part) => !isAddon(part)).map(({ name }) => name),
    addons: parts.filter(isAddon).map(({ name }) => name),
    cluster: { ...infra.cluster, kubeconfig: pulumi.secret(infra.cluster.kubeconfig) },
    nodePools: infra.nodePools,
    storageClasses: infra.storageClasses,
    objectStorage: infra.objectStorage,
    ...awsOf(infra),
    images: { ...imageMapOf(context), onlyMapped: config.images.onlyMapped },
    ...endpointsOf(signOn),
    pipelines: { definitions: config.pipelines.definitions },
    serving: servingOf(context),
    ...(context.has("kueue") && {
      queues: {
        localQueue: defaultLocalQueue,
        priorityClasses: priorityClasses().map(({ metadata }) => metadata.name),
      },
    }),
    tenants: tenantTemplates(context),
    credentials: {
      ...(signOn.staticUser !== undefined && {
        dashboard: { username: signOn.staticUser, password: credentials.user.result },
      }),
      // Outside of the cluster nobody has a key of the store, and the databases' users are their programs' alone.
      ...(infra.objectStorage.kind === "in-cluster" && {
        objectStore: {
          username: credentials.objectStoreAccessKey.result,
          password: credentials.objectStoreSecretKey.result,
        },
      }),
      ...(infra.database.kind === "in-cluster" && {
        pipelinesDatabase: { username: "root", password: credentials.pipelinesDatabase.result },
        katibDatabase: { username: "root", password: credentials.katibDatabase.result },
      }),
      ...(context.has("prometheus") && {
        grafana: { username: "admin", password: credentials.grafana.result },
      }),
    },
  };
}

function awsOf({ aws }: Context["infra"]): Pick<PlatformOutputs, "aws"> {
  if (aws === undefined) {
    return {};
  }
  const { partition, region, accountId, dataKeyArn, tenantRoleArn, fileSystems } = aws;
  return { aws: { partition, region, accountId, dataKeyArn, tenantRoleArn, fileSystems } };
}

function servingOf(context: Context): PlatformOutputs["serving"] {
  const logs = requestLogs(context);
  return {
    mode: context.config.serving.mode,
    ...servingDomain(context),
    ...(logs !== undefined && { requestLogs: logs }),
  };
}
