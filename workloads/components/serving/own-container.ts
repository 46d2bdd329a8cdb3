import type * as pulumi from "@pulumi/pulumi";
import type { PlatformOutputs } from "../../../contract";
import { type CodeFiles, type Program, codeName } from "../../spec/code";
import { imageOf } from "../../spec/image";
import type { ContainerResources } from "../../spec/placement";
import {
  codeFolder,
  codeVolume,
  environment,
  pythonEnvironment,
  restrictedContainer,
  restrictedPod,
} from "../../spec/pod";

/** A container of your own. It runs as user 1000, without rights of root. */
export interface OwnContainer {
  /** Its image, as upstream names it: the environment's image map is used. */
  readonly image: string;
  /** A Python program that is mounted and run by the image's `python`. Default: what the image runs. */
  readonly program?: Program | undefined;
  /** What is run instead of the image's entrypoint. Not beside `program`. Default: the image's. */
  readonly command?: readonly string[] | undefined;
  /** Arguments of it. Default: none. */
  readonly arguments?: readonly string[] | undefined;
  /** Environment variables; secrets do not belong here. Default: none. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /** The port that it answers at by HTTP. Default: 8080. */
  readonly port?: number | undefined;
  /** Where its metrics are at that port, such as `/metrics`. Default: it has none. */
  readonly metricsPath?: string | undefined;
}

/** A ConfigMap with the files of a program. */
export interface CodeMap {
  readonly name: string;
  readonly files: CodeFiles;
}

/** Name that KServe wants the main container of any part to have. */
const containerName = "kserve-container";

const defaultPort = 8080;

/**
 * The pod of a container of one's own.
 *
 * @param owner     who asks, for messages
 * @param model     what clients call the model
 * @param container what it is made of
 * @param resources what it asks for
 * @param variables further environment variables
 * @throws UserError where the image is outside of the image map
 */
export function ownPod(
  owner: string,
  model: string,
  container: OwnContainer,
  resources: ContainerResources,
  platform: PlatformOutputs,
  variables: readonly { readonly name: string; readonly value: pulumi.Input<string> }[] = [],
) {
  const { image, program, command, port = defaultPort, metricsPath } = container;
  const code = codeMapOf(model, container);
  const { volume, mount } = codeVolume(code?.name ?? "");
  const run = program === undefined ? command : ["python", `${codeFolder}/${program.entrypoint}`];
  const own = { ...(program === undefined ? {} : pythonEnvironment), ...container.environment };
  return {
    ...(metricsPath === undefined
      ? {}
      : {
          annotations: {
            "prometheus.io/scrape": "true",
            "prometheus.io/port": String(port),
            "prometheus.io/path": metricsPath,
          },
        }),
    containers: [
      {
        name: containerName,
        image: imageOf(owner, image, platform),
        ...(run === undefined ? {} : { command: [...run] }),
        ...(container.arguments === undefined ? {} : { args: [...container.arguments] }),
        // What KServe's model servers get as an argument; a program of one's own must answer to it.
        env: [...environment({ MODEL_NAME: model, ...own }), ...variables],
        ports: [{ containerPort: port, protocol: "TCP" }],
        resources,
        securityContext: restrictedContainer,
        ...(code === undefined ? {} : { volumeMounts: [mount] }),
      },
    ],
    securityContext: restrictedPod,
    ...(code === undefined ? {} : { volumes: [volume] }),
  };
}

/** The ConfigMap that a container needs, if it runs a program. */
export function codeMapOf(model: string, { program }: Pick<OwnContainer, "program">): CodeMap | undefined {
  return program === undefined ? undefined : { name: codeName(model, program.files), files: program.files };
}
