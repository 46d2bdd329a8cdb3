import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { type Program, codeConfigMap, codeName } from "../../spec/code";
import { checkName, digestName } from "../../spec/digest";
import { imageOf } from "../../spec/image";
import { type PlacementArgs, place } from "../../spec/placement";
import {
  codeFolder,
  codeVolume,
  environment,
  jobSpec,
  pythonEnvironment,
  restrictedContainer,
} from "../../spec/pod";
import { gibibytes } from "../../spec/quantity";
import { checkQuota, namespaceOf, type WorkloadArgs } from "../../spec/tenant";

/** What the job of a {@link ModelVolume} is made from. */
export interface ModelVolumeSpecArgs extends PlacementArgs {
  /** The program that makes the model; it gets the folder to write to as `--output=<folder>`. */
  readonly program: Program;
  /** Container image with `python` and what the program imports. */
  readonly image: string;
  /** Size of the volume in GiB. */
  readonly sizeGiB: number;
  /** Storage class of the volume: `storageClasses.block` of the platform's outputs. */
  readonly storageClass: string;
}

/** What a {@link ModelVolume} is made from. */
export interface ModelVolumeArgs extends ModelVolumeSpecArgs, WorkloadArgs {}

/**
 * A model on a volume of its own, made by a program that runs once.
 *
 * Volume and job carry a digest: changed code makes a new volume with a new model, and the old one goes once
 * nobody serves from it. A block volume is mounted by one node at a time, so nobody has to write where others read.
 */
export class ModelVolume extends pulumi.ComponentResource {
  /** Address of the model for an InferenceService; known once the model is there. */
  readonly storageUri: pulumi.Output<string>;

  /** @throws UserError where the name, the pool or the image is wrong, or the tenant's quota is too small */
  constructor(name: string, args: ModelVolumeArgs, opts?: pulumi.ComponentResourceOptions) {
    const run = modelRun(name, args);
    const { cpu, memoryGiB } = args.resources;
    checkQuota(`ModelVolume "${name}"`, args.tenant, { cpu, memoryGiB, gpus: run.accelerators });
    super("kubeflow:workloads:ModelVolume", name, {}, opts);

    const code = codeConfigMap(name, namespaceOf(args.tenant), args.program.files, { parent: this });
    const claim = new k8s.core.v1.PersistentVolumeClaim(
      name,
      {
        // Many classes bind only when a pod comes: the job's pod, so waiting for it here would never end.
        metadata: {
          name: run.name,
          namespace: namespaceOf(args.tenant),
          annotations: { "pulumi.com/skipAwait": "true" },
        },
        spec: run.claim,
      },
      { parent: this },
    );
    const job = new k8s.batch.v1.Job(
      name,
      { metadata: { name: run.name, namespace: namespaceOf(args.tenant) }, spec: run.job },
      { parent: this, dependsOn: [code, claim] },
    );
    this.storageUri = job.metadata.name.apply((claimName) => `pvc://${claimName}/${modelFolder}`);
    this.registerOutputs({ storageUri: this.storageUri });
  }
}

const modelFolder = "model";
const volumePath = "/mnt/volume";

/** Name, claim and job of a model: three things that belong to one digest. */
export function modelRun(name: string, args: ModelVolumeSpecArgs) {
  checkName("ModelVolume", name);
  const owner = `ModelVolume "${name}"`;
  const placement = place(owner, args);
  const { volume, mount } = codeVolume(codeName(name, args.program.files));
  const claim = {
    accessModes: ["ReadWriteOnce"],
    resources: { requests: { storage: gibibytes(args.sizeGiB) } },
    storageClassName: args.storageClass,
  };
  const container = {
    name: "make-model",
    image: imageOf(owner, args.image, args.platform),
    command: ["python", `${codeFolder}/${args.program.entrypoint}`, `--output=${volumePath}/${modelFolder}`],
    env: environment(pythonEnvironment),
    resources: placement.resources,
    securityContext: restrictedContainer,
    volumeMounts: [mount, { name: "volume", mountPath: volumePath }],
  };
  const job = jobSpec(2, placement.pod, container);
  const runName = digestName(name, { claim, job, volume });
  const volumes = [volume, { name: "volume", persistentVolumeClaim: { claimName: runName } }];
  const template = { ...job.template, spec: { ...job.template.spec, volumes } };
  return { name: runName, claim, job: { ...job, template }, accelerators: placement.accelerators };
}
