import { createHash } from "node:crypto";
import * as http from "node:http";
import type { AddressInfo } from "node:net";

/** A registry on loopback for the tests of this folder: what it serves, and how it behaves. */
export interface TestRegistryOptions {
  /** Answers before the usual one; undefined goes on to it. */
  readonly before?: (request: http.IncomingMessage, count: number) => TestAnswer | undefined;
}

/** One answer. */
export interface TestAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What a test registry was asked for, in order: `<method> <path>`. */
export interface TestRegistry {
  /** `127.0.0.1:<port>`: references begin with it. */
  readonly host: string;
  readonly requests: readonly string[];
  /** Headers `authorization` of the requests, empty where there was none. */
  readonly authorizations: readonly string[];
  readonly close: () => Promise<void>;
}

/** The media types that images are published with. */
export const types = {
  index: "application/vnd.oci.image.index.v1+json",
  dockerIndex: "application/vnd.docker.distribution.manifest.list.v2+json",
  manifest: "application/vnd.oci.image.manifest.v1+json",
  dockerManifest: "application/vnd.docker.distribution.manifest.v2+json",
} as const;

/** A document and its digest. */
export interface TestBlob {
  readonly type: string;
  readonly text: string;
  readonly digest: string;
}

/** Makes a document to serve. */
export function blob(type: string, content: object): TestBlob {
  const text = JSON.stringify(content);
  return { type, text, digest: `sha256:${createHash("sha256").update(text).digest("hex")}` };
}

/** An index of images for the given platforms, with an attestation beside them. */
export function indexOf(
  ...platforms: readonly { os: string; architecture: string; variant?: string }[]
): TestBlob {
  const unknown = { os: "unknown", architecture: "unknown" };
  return blob(types.index, {
    schemaVersion: 2,
    manifests: [...platforms, unknown].map((platform) => ({ digest: "sha256:0", platform })),
  });
}

/** Starts a registry that serves manifests by `<repository>:<tag>` and everything by digest. */
export async function startRegistry(
  images: Readonly<Record<string, TestBlob>>,
  blobs: readonly TestBlob[] = [],
  { before }: TestRegistryOptions = {},
): Promise<TestRegistry> {
  const requests: string[] = [];
  const authorizations: string[] = [];
  const usual = (path: string): TestAnswer => {
    const [, repository = "", kind = "", wanted = ""] =
      /^\/v2\/(.+)\/(manifests|blobs)\/(.+)$/.exec(path) ?? [];
    const all = [...Object.values(images), ...blobs];
    const found =
      all.find(({ digest }) => digest === wanted) ??
      (kind === "manifests" ? images[`${repository}:${wanted}`] : undefined);
    return found === undefined
      ? { status: 404, body: "{}" }
      : {
          status: 200,
          headers: { "content-type": found.type, "docker-content-digest": found.digest },
          body: found.text,
        };
  };
  const server = http.createServer((request, response) => {
    requests.push(`${request.method ?? ""} ${request.url ?? ""}`);
    authorizations.push(request.headers.authorization ?? "");
    const answer = before?.(request, requests.length) ?? usual(request.url ?? "");
    response.writeHead(answer.status, answer.headers);
    response.end(request.method === "HEAD" ? undefined : answer.body);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    host: `127.0.0.1:${portOf(server.address())}`,
    requests,
    authorizations,
    close: () =>
      new Promise((closed) => {
        server.close(() => {
          closed();
        });
        server.closeAllConnections();
      }),
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") {
    throw new Error("the registry does not listen on a port");
  }
  return address.port;
}
