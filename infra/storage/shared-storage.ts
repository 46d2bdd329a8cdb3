import * as pulumi from "@pulumi/pulumi";
import type { SharedStorageConfig } from "../config/storage";
import type { Site } from "../site";
import { SharedFileSystem } from "./efs";
import { type LustreOutputs, TrainingFileSystem } from "./lustre";

/** What {@link SharedStorage} is made from. */
export interface SharedStorageArgs {
  /** Where it is made, and how names begin. */
  readonly site: Site;
  /** `kubeflow-infra:sharedStorage`. */
  readonly config: SharedStorageConfig;
  readonly vpcId: pulumi.Input<string>;
  /** Private subnets, one a zone, in the order of `availabilityZones`. */
  readonly privateSubnetIds: pulumi.Input<string[]>;
  /** Zones of the subnets. */
  readonly availabilityZones: readonly string[];
  /** Security group of all nodes: who may mount. */
  readonly nodeSecurityGroupId: pulumi.Input<string>;
  /** ARN of the KMS key of what is stored. */
  readonly dataKeyArn: pulumi.Input<string>;
  /** Name of the bucket that Lustre shows as files. */
  readonly artifactsBucket: pulumi.Input<string>;
}

/** File systems that many pods mount: EFS for notebooks and shared data, Lustre for training that reads much. */
export class SharedStorage extends pulumi.ComponentResource {
  /** The EFS file system, where there is one. */
  readonly efs: SharedFileSystem | undefined;
  /** Its id. */
  readonly efsId: pulumi.Output<string> | undefined;
  /** How to mount Lustre, where there is one. */
  readonly lustre: LustreOutputs | undefined;

  constructor(name: string, args: SharedStorageArgs, opts?: pulumi.ComponentResourceOptions) {
    super("kubeflow:infra:SharedStorage", name, {}, opts);
    const { config, ...place } = args;

    if (config.efs.enabled) {
      this.efs = new SharedFileSystem(`${name}-efs`, { ...place, config: config.efs }, { parent: this });
      this.efsId = this.efs.fileSystemId;
    }
    if (config.lustre !== undefined) {
      const file = new TrainingFileSystem(
        `${name}-lustre`,
        { ...place, config: config.lustre },
        { parent: this },
      );
      this.lustre = file.lustre;
    }

    this.registerOutputs({ efsId: this.efsId, lustre: this.lustre });
  }
}
