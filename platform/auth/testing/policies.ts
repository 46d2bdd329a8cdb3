import * as z from "zod";
import type { Manifest } from "../../../manifests";

/**
 * Istio's security objects as the evaluator reads them. Strict where a field that it doesn't know would change what a
 * policy means.
 */
const texts = z.array(z.string()).optional();

const Source = z.strictObject({
  principals: texts,
  notPrincipals: texts,
  requestPrincipals: texts,
  notRequestPrincipals: texts,
  namespaces: texts,
  notNamespaces: texts,
});

const Operation = z.strictObject({
  hosts: texts,
  notHosts: texts,
  ports: texts,
  notPorts: texts,
  methods: texts,
  notMethods: texts,
  paths: texts,
  notPaths: texts,
});

const Rule = z.strictObject({
  from: z.array(z.strictObject({ source: Source })).optional(),
  to: z.array(z.strictObject({ operation: Operation })).optional(),
  when: z.array(z.strictObject({ key: z.string(), values: texts, notValues: texts })).optional(),
});

/** One rule of an AuthorizationPolicy. */
export type Rule = z.output<typeof Rule>;

const selector = z.strictObject({ matchLabels: z.record(z.string(), z.string()) }).optional();

const Authorization = z.strictObject({
  selector,
  // An empty specification allows nothing: upstream's global-deny-all.
  action: z.enum(["ALLOW", "DENY", "CUSTOM"]).default("ALLOW"),
  provider: z.strictObject({ name: z.string() }).optional(),
  rules: z.array(Rule).default([]),
});

const RequestAuthentication = z.strictObject({
  selector,
  jwtRules: z.array(
    z.strictObject({
      issuer: z.string(),
      jwksUri: z.string().optional(),
      audiences: texts,
      forwardOriginalToken: z.literal(true),
      outputClaimToHeaders: z.array(z.strictObject({ header: z.string(), claim: z.string() })),
      fromHeaders: z.tuple([
        z.strictObject({ name: z.literal("Authorization"), prefix: z.literal("Bearer ") }),
      ]),
    }),
  ),
});

const mode = z.enum(["STRICT", "PERMISSIVE"]);

const PeerAuthentication = z.strictObject({
  selector,
  mtls: z.strictObject({ mode }).optional(),
  portLevelMtls: z.record(z.string(), z.strictObject({ mode })).optional(),
});

/** An object that is for some pods, with its specification. */
export interface For<Spec> {
  readonly name: string;
  readonly namespace: string;
  readonly spec: Spec;
}

/** All that decides on a request. */
export interface SecurityObjects {
  readonly authorization: readonly For<z.output<typeof Authorization>>[];
  readonly tokens: readonly For<z.output<typeof RequestAuthentication>>[];
  readonly peers: readonly For<z.output<typeof PeerAuthentication>>[];
}

/** Picks the objects that decide on requests out of all. @throws Error where one has a field that is not known here */
export function securityObjects(manifests: readonly Manifest[]): SecurityObjects {
  const of = <Schema extends z.ZodType>(kind: string, schema: Schema): For<z.output<Schema>>[] =>
    manifests
      .filter((manifest) => manifest.kind === kind && manifest.apiVersion.startsWith("security.istio.io/"))
      .map(({ metadata, spec }) => ({
        name: metadata.name,
        namespace: metadata.namespace ?? "",
        spec: schema.parse(spec ?? {}),
      }));
  return {
    authorization: of("AuthorizationPolicy", Authorization),
    tokens: of("RequestAuthentication", RequestAuthentication),
    peers: of("PeerAuthentication", PeerAuthentication),
  };
}
