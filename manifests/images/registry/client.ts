import { createHash } from "node:crypto";
import * as z from "zod";
import { formatReference, type ImageReference } from "../../../images";
import { apiOf, isTrusted } from "./addresses";
import { causeText } from "./cause";
import { parseChallenge } from "./challenge";
import type { Credentials, FindCredentials } from "./credentials";
import { accepted, isIndexType } from "./media-types";
import { type Answer, type Patience, Transport, usualPatience } from "./transport";

/** What a registry says of a reference. */
export interface ResolvedImage {
  /** Of the index, or of the manifest where there is no index. */
  readonly digest: string;
  /** `<os>/<architecture>` of each image, with `/<variant>` where it says more. */
  readonly platforms: readonly string[];
  /** Host that said so. */
  readonly from: string;
}

/** A part of an index, and of an image's configuration: both say what they run on in the same words. */
const Platform = z.object({
  os: z.string(),
  architecture: z.string(),
  variant: z.string().optional(),
});

const Index = z.object({ manifests: z.array(z.object({ platform: Platform.optional() })) });
const Manifest = z.object({ config: z.object({ digest: z.string() }) });
const Token = z.object({ token: z.string().optional(), access_token: z.string().optional() });

/** Options of {@link RegistryClient}. */
export interface RegistryClientOptions {
  /** Logins. Default: none, everything is asked for anonymously. */
  readonly credentials?: FindCredentials;
  readonly patience?: Patience;
}

/** Reads digests and platforms by the OCI distribution specification 1.1; it never pulls a layer. */
export class RegistryClient {
  readonly #transport: Transport;
  readonly #credentials: FindCredentials;
  /** What goes into `Authorization`, by registry and repository. */
  readonly #authorizations = new Map<string, string>();
  /** Registries that could not be reached: asked once, not once an image. */
  readonly #unreachable = new Map<string, Error>();

  constructor({ credentials = () => undefined, patience = usualPatience }: RegistryClientOptions = {}) {
    this.#transport = new Transport(patience);
    this.#credentials = credentials;
  }

  /**
   * Resolves one reference. The digest is asked for by HEAD, which registries don't count as a pull; where it is the
   * `known` one, nothing else is asked.
   *
   * @param known digest whose platforms are known
   * @returns undefined where the digest is the known one
   * @throws Error saying what the registry answered
   */
  async resolve(
    reference: ImageReference,
    known?: string,
    signal?: AbortSignal,
  ): Promise<ResolvedImage | undefined> {
    const wanted = reference.digest ?? reference.tag ?? "latest";
    const head = await this.#get("HEAD", reference, `manifests/${wanted}`, accepted, signal);
    // Some registries don't answer HEAD, and some without the digest.
    const digest = head.status === 200 ? head.header("docker-content-digest") : undefined;
    if (digest !== undefined && digest === known) {
      return undefined;
    }
    const answer = await this.#get("GET", reference, `manifests/${digest ?? wanted}`, accepted, signal);
    expectOk(answer, reference);
    const actual = digestOf(answer.body);
    for (const said of [digest, reference.digest]) {
      if (said?.startsWith("sha256:") === true && said !== actual) {
        throw new Error(`the manifest of ${formatReference(reference)} has ${actual}, not ${said}`);
      }
    }
    return {
      digest: actual,
      platforms: await this.#platforms(reference, answer, signal),
      from: apiOf(reference).host,
    };
  }

  /** Closes the connections. */
  async close(): Promise<void> {
    await this.#transport.close();
  }

  async #platforms(reference: ImageReference, answer: Answer, signal?: AbortSignal): Promise<string[]> {
    const mediaType = answer.header("content-type") ?? "";
    const isIndex = isIndexType(mediaType);
    if (isIndex === undefined) {
      throw new Error(
        `${formatReference(reference)} is of media type ${mediaType || "(none)"}, not an OCI image`,
      );
    }
    if (isIndex) {
      const platforms = Index.parse(parseJson(answer.body)).manifests.flatMap(
        ({ platform }) => platform ?? [],
      );
      // Attestations stand beside the images under an unknown platform.
      const named = platforms.filter(({ os }) => os !== "unknown").map(platformName);
      return [...new Set(named)].sort();
    }
    const { config } = Manifest.parse(parseJson(answer.body));
    const blob = await this.#get("GET", reference, `blobs/${config.digest}`, "*/*", signal);
    expectOk(blob, reference);
    if (digestOf(blob.body) !== config.digest) {
      throw new Error(`the configuration of ${formatReference(reference)} does not have its digest`);
    }
    return [platformName(Platform.parse(parseJson(blob.body)))];
  }

  /** One request of the API, a second time with what the registry asks for. */
  async #get(
    method: "GET" | "HEAD",
    reference: ImageReference,
    path: string,
    accept: string,
    signal?: AbortSignal,
  ): Promise<Answer> {
    const url = new URL(`/v2/${reference.repository}/${path}`, apiOf(reference));
    const key = `${reference.registry}/${reference.repository}`;
    const unreachable = this.#unreachable.get(reference.registry);
    if (unreachable !== undefined) {
      throw unreachable;
    }
    const send = (): Promise<Answer> => {
      const authorization = this.#authorizations.get(key);
      const headers = { accept, ...(authorization === undefined ? {} : { authorization }) };
      return this.#transport.send(method, url, headers, signal);
    };
    const answer = await send().catch((error: unknown) => {
      signal?.throwIfAborted();
      const failure = new Error(`${reference.registry} can't be reached: ${causeText(error)}`, {
        cause: error,
      });
      this.#unreachable.set(reference.registry, failure);
      throw failure;
    });
    const challenge = answer.header("www-authenticate");
    if (answer.status !== 401 || challenge === undefined) {
      return answer;
    }
    this.#authorizations.set(key, await this.#authorize(reference, challenge, signal));
    return send();
  }

  async #authorize(reference: ImageReference, header: string, signal?: AbortSignal): Promise<string> {
    const login = this.#credentials(reference.registry);
    const challenge = parseChallenge(header);
    if (challenge?.scheme === "basic" && login !== undefined) {
      return basic(login);
    }
    const realm = challenge?.parameters.get("realm");
    if (challenge?.scheme !== "bearer" || realm === undefined || !URL.canParse(realm)) {
      throw new Error(`${reference.registry} asks for a login`);
    }
    const url = new URL(realm);
    if (!isTrusted(url)) {
      throw new Error(`${reference.registry} sends logins to ${url.origin}, which is not HTTPS`);
    }
    const service = challenge.parameters.get("service");
    if (service !== undefined) {
      url.searchParams.set("service", service);
    }
    url.searchParams.set(
      "scope",
      challenge.parameters.get("scope") ?? `repository:${reference.repository}:pull`,
    );
    const headers = { accept: "application/json", ...(login && { authorization: basic(login) }) };
    const answer = await this.#transport.send("GET", url, headers, signal);
    if (answer.status !== 200) {
      throw new Error(`${url.host} gives no token for ${reference.repository}: it answers ${answer.status}`);
    }
    const { token, access_token: accessToken } = Token.parse(parseJson(answer.body));
    return `Bearer ${token ?? accessToken ?? ""}`;
  }
}

function expectOk({ status }: Answer, reference: ImageReference): void {
  if (status === 404) {
    throw new Error(`${reference.registry} has no ${formatReference(reference)}`);
  }
  if (status !== 200) {
    const meaning = status === 401 || status === 403 ? ", which asks for another login" : "";
    throw new Error(`${reference.registry} answers ${status}${meaning}`);
  }
}

function platformName({ os, architecture, variant }: z.output<typeof Platform>): string {
  // Every arm64 is a v8, named or not.
  const extra = variant === undefined || variant === "" || architecture === "arm64" ? "" : `/${variant}`;
  return `${os}/${architecture}${extra}`;
}

function digestOf(body: Buffer): string {
  return `sha256:${createHash("sha256").update(body).digest("hex")}`;
}

function parseJson(body: Buffer): unknown {
  return JSON.parse(body.toString("utf8"));
}

function basic({ username, password }: Credentials): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}
