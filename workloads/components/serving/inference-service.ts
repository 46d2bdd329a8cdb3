import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Manifest } from "../../../kube/manifest";
import { namespaceOf } from "../../spec/tenant";
import { type Workload, workloadOf } from "../../spec/workload";
import { accessPolicies, needsHandingOnAccount } from "./access";
import { alertRules } from "./alerts";
import type { InferenceServiceArgs } from "./inference-service-args";
import {
  codeMapsOf,
  handingOnAccount,
  inferenceServiceMetadata,
  inferenceServiceSpec,
  type Service,
  serviceOf,
} from "./inference-service-spec";
import { rateLimits } from "./rate-limit";
import { urlOf, virtualServices } from "./traffic";

/**
 * A model behind an HTTP address, run by KServe 0.16: its model server, how many of them, who may call it, how much,
 * what is kept of it, and a new version beside it.
 *
 * Needs platform component `kserve`, for the Knative mode `knativeServing` too. A change is rolled out under the same
 * name and address. Costs what its replicas cost; with `maxReplicas` it can cost more than it says here and now.
 */
export class InferenceService extends pulumi.ComponentResource {
  /** The InferenceService object, the stable one. */
  readonly workload: pulumi.Output<Workload>;

  /** Where the model answers outside of the cluster, such as `https://churn-team-a.example.com`. */
  readonly url: pulumi.Output<string>;

  /** @throws UserError where something is wrong, or the platform or the tenant's quota can't carry it */
  constructor(name: string, args: InferenceServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    const service = serviceOf(name, args);
    const objects = inferenceServicesOf(service);
    const guards = [...accessPolicies(service), ...rateLimits(service)];
    const routes = virtualServices(service);
    const alerts = alertRules(service);
    super("kubeflow:workloads:InferenceService", name, {}, opts);

    const before = [
      ...this.register(args, guards),
      ...codeMapsOf(service).map(
        ({ name: code, files }) =>
          new k8s.core.v1.ConfigMap(
            code,
            { metadata: { name: code, namespace: namespaceOf(args.tenant) }, data: files, immutable: true },
            { parent: this },
          ),
      ),
      ...(needsHandingOnAccount(service) ? [this.handingOnAccount(service)] : []),
    ];
    // Nobody comes to a pod that knows no limits yet.
    const services = objects.map(
      ({ metadata, spec }) =>
        new k8s.apiextensions.CustomResource(
          metadata.name,
          {
            apiVersion: "serving.kserve.io/v1beta1",
            kind: "InferenceService",
            metadata: { ...metadata, namespace: namespaceOf(args.tenant) },
            spec,
          },
          {
            parent: this,
            dependsOn: before,
            ignoreChanges: args.modelSetElsewhere === true ? ["spec.predictor.model.storageUri"] : [],
          },
        ),
    );
    // Nor to a version that isn't there.
    this.register(args, routes, services);
    this.register(args, alerts);
    const [stable] = services;
    if (stable === undefined) {
      throw new Error(`${service.owner} has no version`);
    }
    this.workload = workloadOf(stable);
    this.url = pulumi.output(urlOf(service));
    this.registerOutputs({ workload: this.workload, url: this.url });
  }

  private register(
    { tenant }: InferenceServiceArgs,
    manifests: readonly Manifest[],
    dependsOn: readonly pulumi.Resource[] = [],
  ): pulumi.Resource[] {
    return manifests.map(
      ({ apiVersion, kind, metadata, spec }) =>
        new k8s.apiextensions.CustomResource(
          metadata.name,
          { apiVersion, kind, metadata: { name: metadata.name, namespace: namespaceOf(tenant) }, spec },
          { parent: this, dependsOn: [...dependsOn] },
        ),
    );
  }

  private handingOnAccount({ name, args }: Service): pulumi.Resource {
    const account = handingOnAccount(name);
    return new k8s.core.v1.ServiceAccount(
      account,
      {
        metadata: { name: account, namespace: namespaceOf(args.tenant) },
        automountServiceAccountToken: false,
      },
      { parent: this },
    );
  }
}

/** The InferenceService objects, without their namespace. */
export function inferenceServicesOf(service: Service) {
  return service.versions.map((version) => ({
    metadata: inferenceServiceMetadata(service, version),
    spec: inferenceServiceSpec(service, version),
  }));
}
