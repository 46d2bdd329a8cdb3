import { applies, claimOf, type Request, type Token } from "./matching";
import type { For, SecurityObjects } from "./policies";

/** Pods that a request comes to. */
export interface Pods {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  /** A gateway takes what comes from outside as its Gateway says; PeerAuthentications are for sidecars. */
  readonly gateway?: true;
  /** Pods without a sidecar: nothing asks before them. */
  readonly outside?: true;
}

/** What becomes of a request. */
export type Verdict =
  | {
      readonly allowed: true;
      /** As the pod gets it: headers written, token checked. */
      readonly request: Request;
    }
  | { readonly allowed: false; readonly because: string };

/** What oauth2-proxy makes of a request: the token of the session, or nothing where there is none. */
export type Session = Token | undefined;

const rootNamespace = "istio-system";

/**
 * What Istio makes of a request to pods, in the order of its filters: mutual TLS, CUSTOM, tokens, DENY, ALLOW.
 *
 * Sources: Istio 1.28, "Authorization policy implicit enablement and precedence", RequestAuthentication's and
 * PeerAuthentication's reference, pilot/pkg/security/authz/model/generator.go; Envoy, jwt_authn/extractor.cc.
 */
export function evaluate(objects: SecurityObjects, pods: Pods, request: Request, session?: Session): Verdict {
  if (pods.outside === true) {
    return { allowed: true, request };
  }
  const policies = objects.authorization.filter((policy) => isFor(policy, pods));
  const matching = (action: string, of: Request) =>
    policies.filter(({ spec }) => spec.action === action && spec.rules.some((rule) => applies(rule, of)));

  if (request.peer === undefined && pods.gateway !== true && isStrict(objects, pods, request.port)) {
    return refused("plain text, and mutual TLS is strict");
  }
  let current = request;
  if (matching("CUSTOM", current).length > 0) {
    if (session === undefined) {
      return refused("nobody has signed in");
    }
    current = { ...current, bearer: session };
  }
  const checked = checkToken(objects, pods, current);
  if (!checked.allowed) {
    return checked;
  }
  current = checked.request;
  const [denied] = matching("DENY", current);
  if (denied !== undefined) {
    return refused(`denied by ${denied.namespace}/${denied.name}`);
  }
  const allowing = policies.filter(({ spec }) => spec.action === "ALLOW");
  return allowing.length === 0 || matching("ALLOW", current).length > 0
    ? { allowed: true, request: current }
    : refused("no policy allows it");
}

/** The same request as a pod with an identity sends it on: headers and token stay, what was checked does not. */
export function sentOn({ checked, ...request }: Request, by: string): Request {
  return { ...request, peer: by };
}

function refused(because: string): Verdict {
  return { allowed: false, because };
}

function isFor({ namespace, spec }: For<Selected>, pods: Pods): boolean {
  return (
    (namespace === pods.namespace || namespace === rootNamespace) &&
    Object.entries(spec.selector?.matchLabels ?? {}).every(([key, value]) => pods.labels[key] === value)
  );
}

interface Selected {
  readonly selector?: { readonly matchLabels: Readonly<Record<string, string>> } | undefined;
}

/** The narrowest PeerAuthentication counts: of the pods, of their namespace, of the mesh. */
function isStrict({ peers }: SecurityObjects, pods: Pods, port: number | undefined): boolean {
  const mine = peers.filter(
    // One with a selector is for pods of its own namespace only.
    (peer) => isFor(peer, pods) && (peer.spec.selector === undefined || peer.namespace === pods.namespace),
  );
  const ranked = [
    ...mine.filter(({ spec }) => spec.selector !== undefined),
    ...mine.filter(({ namespace, spec }) => spec.selector === undefined && namespace === pods.namespace),
    ...mine.filter(({ namespace, spec }) => spec.selector === undefined && namespace !== pods.namespace),
  ];
  const ofPort = port === undefined ? undefined : ranked[0]?.spec.portLevelMtls?.[String(port)]?.mode;
  const modes = ranked.flatMap(({ spec }) => (spec.mtls === undefined ? [] : [spec.mtls.mode]));
  return (ofPort ?? modes[0]) === "STRICT";
}

function checkToken({ tokens }: SecurityObjects, pods: Pods, request: Request): Verdict {
  const rules = tokens.filter((object) => isFor(object, pods)).flatMap(({ spec }) => spec.jwtRules);
  if (rules.length === 0) {
    return { allowed: true, request };
  }
  const written = new Set(
    rules.flatMap(({ outputClaimToHeaders }) => outputClaimToHeaders.map(({ header }) => header)),
  );
  const kept = Object.entries(request.headers ?? {}).filter(([name]) => !written.has(name));
  const { bearer } = request;
  if (bearer === undefined) {
    return { allowed: true, request: { ...request, headers: Object.fromEntries(kept) } };
  }
  const rule = typeof bearer === "string" ? undefined : rules.find(({ issuer }) => issuer === bearer.iss);
  if (rule === undefined || typeof bearer === "string") {
    return refused("no issuer that is known has signed the token");
  }
  if (rule.audiences !== undefined && !bearer.aud.some((audience) => rule.audiences?.includes(audience))) {
    return refused("the token is for another audience");
  }
  const added = rule.outputClaimToHeaders.flatMap(({ header, claim }): [string, string][] => {
    const values = claimOf(bearer, claim);
    const isList = claim === "groups";
    const text = isList ? Buffer.from(JSON.stringify(values)).toString("base64") : values[0];
    return values.length === 0 || text === undefined ? [] : [[header, text]];
  });
  return {
    allowed: true,
    request: { ...request, headers: Object.fromEntries([...kept, ...added]), checked: bearer },
  };
}
