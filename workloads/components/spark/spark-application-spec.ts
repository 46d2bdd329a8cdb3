import { UserError } from "../../../config/errors";
import { codeName } from "../../spec/code";
import { imageOf } from "../../spec/image";
import { place, type PlacementArgs } from "../../spec/placement";
import { codeFolder, environment, restrictedContainer, withoutSidecar } from "../../spec/pod";
import { checkQuota, tenantName, type TenantReference, tenantAccount } from "../../spec/tenant";
import { sparkMemory } from "./memory";
import { sparkS3 } from "./s3";
import type { ExecutorRange, SparkApplicationSpecArgs } from "./spark-application-args";

/** What Spark operator 2.5 is built on (its Dockerfile), and the image of it. */
const defaults = { version: "4.0.1", image: "spark:4.0.1", executors: 2, retrySeconds: 60 } as const;

/** The user and group `spark` of Spark's images. */
const sparkUser = 185;

/** The platform component that runs it. */
const component = "sparkOperator";

/** Beginnings of keys that this component sets, or that would undo what it sets. */
const ownKeys = [
  "spark.app.name",
  "spark.driver.cores",
  "spark.driver.memory",
  "spark.dynamicAllocation.",
  "spark.executor.cores",
  "spark.executor.instances",
  "spark.executor.memory",
  "spark.hadoop.fs.s3a.aws.credentials.provider",
  "spark.hadoop.fs.s3a.endpoint.region",
  "spark.kubernetes.",
  "spark.master",
  "spark.submit.deployMode",
];

/**
 * The `spec` of the SparkApplication.
 *
 * @throws UserError where anything in it is wrong
 */
export function sparkApplicationSpec(name: string, tenant: TenantReference, args: SparkApplicationSpecArgs) {
  const owner = `SparkApplication "${name}"`;
  const { platform, main, sparkVersion = defaults.version } = args;
  const range = executorRange(args.executors ?? defaults.executors);
  check(owner, args, sparkVersion, range);
  const s3 = sparkS3(owner, tenantName(tenant), args, sparkVersion, platform);
  const driver = { cpu: 1, memoryGiB: 2, ...args.driver };
  const pod = podFields(owner, name, args, s3?.environment ?? {});
  checkDemand(owner, tenant, args, driver, range.max);
  return {
    type: "Python",
    pythonVersion: "3",
    mode: "cluster",
    sparkVersion,
    image: imageOf(owner, args.image ?? defaults.image, platform),
    imagePullPolicy: "IfNotPresent",
    mainApplicationFile: typeof main === "string" ? main : `local://${codeFolder}/${main.entrypoint}`,
    ...(args.arguments === undefined ? {} : { arguments: [...args.arguments] }),
    ...(args.sparkConf === undefined ? {} : { sparkConf: { ...args.sparkConf } }),
    ...(s3 === undefined ? {} : { hadoopConf: { ...s3.hadoopConf } }),
    restartPolicy: restartPolicy(args.restart ?? "never"),
    ...(args.ttlSeconds === undefined ? {} : { timeToLiveSeconds: args.ttlSeconds }),
    driver: {
      ...pod,
      ...placed(`${owner}'s driver`, {
        resources: { ...driver, accelerators: 0 },
        pool: args.driverPool ?? args.pool,
        platform,
      }),
    },
    executor: {
      ...pod,
      ...placed(`${owner}'s executor`, { resources: args.executor, pool: args.pool, platform }),
      ...(typeof args.executors === "object" ? {} : { instances: range.max }),
    },
    ...(typeof args.executors === "object" ? { dynamicAllocation: dynamicAllocation(range) } : {}),
  };
}

/** What driver and executors have alike. */
function podFields(
  owner: string,
  name: string,
  { main, ...args }: SparkApplicationSpecArgs,
  more: Readonly<Record<string, string>>,
) {
  const mounted = typeof main === "string" ? undefined : main;
  // Executors unpickle functions of the program's other files by their modules' names.
  const path: Readonly<Record<string, string>> = mounted === undefined ? {} : { PYTHONPATH: codeFolder };
  const variables = environment({ ...more, ...path, ...args.environment });
  if (mounted !== undefined && !(mounted.entrypoint in mounted.files)) {
    throw new UserError(`${owner}: ${mounted.entrypoint} is not among the program's files`, "add it");
  }
  return {
    // The tenant's account: it may make executors, and Pod Identity gives it the tenant's role.
    serviceAccount: tenantAccount,
    labels: withoutSidecar,
    ...(variables.length === 0 ? {} : { env: variables }),
    ...(mounted === undefined
      ? {}
      : { configMaps: [{ name: codeName(name, mounted.files), path: codeFolder }] }),
    securityContext: restrictedContainer,
    podSecurityContext: {
      runAsNonRoot: true,
      runAsUser: sparkUser,
      runAsGroup: sparkUser,
      fsGroup: sparkUser,
      seccompProfile: { type: "RuntimeDefault" },
    },
  };
}

/** Size and place of one kind of pods, in Spark's own fields. */
function placed(owner: string, args: PlacementArgs) {
  const { pod, resources, accelerators } = place(owner, args);
  const cpu = resources.requests.cpu ?? "";
  const resource = Object.keys(resources.limits).find((key) => key !== "cpu" && key !== "memory");
  return {
    // How many tasks at a time, in whole numbers; what the pod gets is in the two below.
    cores: Math.max(1, Math.floor(args.resources.cpu)),
    coreRequest: cpu,
    coreLimit: cpu,
    ...sparkMemory(owner, args.resources.memoryGiB),
    ...(resource === undefined ? {} : { gpu: { name: resource, quantity: accelerators } }),
    ...pod,
  };
}

function executorRange(executors: number | ExecutorRange): ExecutorRange & { readonly initial: number } {
  return typeof executors === "number"
    ? { min: executors, max: executors, initial: executors }
    : { ...executors, initial: executors.initial ?? executors.min };
}

function dynamicAllocation({ min, max, initial }: ExecutorRange) {
  return {
    enabled: true,
    initialExecutors: initial,
    minExecutors: min,
    maxExecutors: max,
    // There is no external shuffle service: an executor stays while others need what it has written.
    shuffleTrackingEnabled: true,
  };
}

/** The webhook would add the intervals' defaults, 5 seconds; a pool that has to grow first takes longer than that. */
function restartPolicy(restart: NonNullable<SparkApplicationSpecArgs["restart"]>) {
  const intervals = {
    onFailureRetryInterval: defaults.retrySeconds,
    onSubmissionFailureRetryInterval: defaults.retrySeconds,
  };
  if (typeof restart === "object") {
    return {
      type: "OnFailure",
      onFailureRetries: restart.onFailure,
      onSubmissionFailureRetries: restart.onFailure,
      ...intervals,
    };
  }
  return restart === "always" ? { type: "Always", ...intervals } : { type: "Never" };
}

function checkDemand(
  owner: string,
  tenant: TenantReference,
  { executor, pool, platform }: SparkApplicationSpecArgs,
  driver: { readonly cpu: number; readonly memoryGiB: number },
  executors: number,
): void {
  const { accelerators } = place(`${owner}'s executor`, { resources: executor, pool, platform });
  checkQuota(owner, tenant, {
    cpu: driver.cpu + executors * executor.cpu,
    memoryGiB: driver.memoryGiB + executors * executor.memoryGiB,
    gpus: executors * accelerators,
  });
}

function check(
  owner: string,
  args: SparkApplicationSpecArgs,
  sparkVersion: string,
  { min, max, initial }: ExecutorRange & { readonly initial: number },
): void {
  const whole = (value: number, least: number) => Number.isInteger(value) && value >= least;
  const { restart, ttlSeconds } = args;
  const taken = Object.keys(args.sparkConf ?? {}).filter((key) => ownKeys.some((own) => key.startsWith(own)));
  const problems = [
    ...(args.platform.components.includes(component)
      ? []
      : [`the platform runs without component ${component}`]),
    ...(/^\d+\.\d+\.\d+$/.test(sparkVersion) ? [] : [`"${sparkVersion}" is no version such as 4.0.1`]),
    ...(whole(min, 0) && whole(max, 1) && min <= max ? [] : [`it has from ${min} to ${max} executors`]),
    ...(initial >= min && initial <= max
      ? []
      : [`it begins with ${initial} executors, outside of ${min} to ${max}`]),
    ...(typeof restart !== "object" || whole(restart.onFailure, 1)
      ? []
      : [`restart.onFailure is ${restart.onFailure}; 1 or more`]),
    ...(ttlSeconds === undefined || whole(ttlSeconds, 1)
      ? []
      : [`ttlSeconds is ${ttlSeconds}; whole seconds from 1`]),
    ...taken.map((key) => `sparkConf has ${key}, which the component's own fields decide`),
  ];
  if (problems.length > 0) {
    throw new UserError(`${owner}: ${problems.join("; ")}`, "correct what it is given");
  }
}
