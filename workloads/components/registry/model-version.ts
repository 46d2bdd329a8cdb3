import * as pulumi from "@pulumi/pulumi";
import { UserError } from "../../../config/errors";
import { say } from "../../spec/say";
import { tenantName, type WorkloadArgs } from "../../spec/tenant";
import { checkArtifact, modelVersionInputs, type ModelVersionSpecArgs } from "./model-version-spec";

/** What a {@link ModelVersion} is made from. */
export interface ModelVersionArgs extends ModelVersionSpecArgs, WorkloadArgs {
  /** Where the model is: `s3://…` below the tenant's name, `pvc://claim/path`, `hf://…`, … */
  readonly uri: pulumi.Input<string>;
  /**
   * Leave a version live when another takes its place in the program, or when it is taken out. Default: false, it is
   * archived: the registry deletes nothing.
   */
  readonly keepLive?: boolean | undefined;
}

/**
 * A version of a registered model in Kubeflow's Model Registry 0.3, with the address of its artifact.
 *
 * Needs platform component `modelRegistry`, and a provider `WorkloadsProvider` among its parent's or its own
 * `providers`. The registry is called through the gateway, as the tenant's account `default-editor` with a token that
 * lives for minutes. On a simulated cluster no registry runs: nothing is registered, which a message says.
 *
 * It is no guard between tenants: whoever has signed in may read and write the whole registry. What it does itself is
 * to refuse a name that a model of another tenant has.
 */
export class ModelVersion extends pulumi.ComponentResource {
  /** The registry's number of the version; undefined where nothing is registered. */
  readonly versionId: pulumi.Output<string | undefined>;
  /** The registry's number of the model; undefined where nothing is registered. */
  readonly modelId: pulumi.Output<string | undefined>;

  /** @throws UserError where the component is off, or a name or the address is wrong */
  constructor(name: string, args: ModelVersionArgs, opts?: pulumi.ComponentResourceOptions) {
    const owner = `ModelVersion "${name}"`;
    const tenant = tenantName(args.tenant);
    const inputs = modelVersionInputs(owner, tenant, args.platform, args);
    if (typeof args.uri === "string") {
      checkArtifact(owner, tenant, args.platform, args.uri);
    }
    super("kubeflow:workloads:ModelVersion", name, {}, opts);

    const uri = pulumi.output(args.uri).apply((known) => {
      checkArtifact(owner, tenant, args.platform, known);
      return known;
    });
    if (args.platform.cluster.simulated) {
      void say(`${owner} is not registered: pods are simulated, and no registry runs`, this);
      this.versionId = pulumi.output(undefined);
      this.modelId = pulumi.output(undefined);
    } else {
      this.requireProvider(owner);
      const dependsOn = typeof args.tenant === "string" ? [] : [args.tenant.namespace];
      const registered = new RegisteredVersion(
        name,
        { ...inputs, uri: pulumi.all([uri, ...dependsOn]).apply(([address]) => address) },
        { parent: this, retainOnDelete: args.keepLive ?? false },
      );
      this.versionId = registered.versionId;
      this.modelId = registered.modelId;
    }
    this.registerOutputs({ versionId: this.versionId, modelId: this.modelId });
  }

  /** Only a registered component knows the providers of its parent; nothing else has been registered by then. */
  private requireProvider(owner: string): void {
    if (this.getProvider(registeredType) === undefined) {
      throw new UserError(
        `${owner} has no provider of kubeflow-workloads, and would ask whatever this machine is set up for`,
        "give it the option { providers: workloadProviders(platform) }",
      );
    }
  }
}

const registeredType = "kubeflow-workloads:registry:ModelVersion";

/** The provider's resource: see model-version-handlers.ts. */
class RegisteredVersion extends pulumi.CustomResource {
  declare readonly versionId: pulumi.Output<string>;
  declare readonly modelId: pulumi.Output<string>;

  constructor(name: string, inputs: pulumi.Inputs, opts: pulumi.CustomResourceOptions) {
    super(registeredType, name, { versionId: undefined, modelId: undefined, ...inputs }, opts);
  }
}
