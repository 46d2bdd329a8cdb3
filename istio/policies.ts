import type { Manifest } from "../kube/manifest";
import type { Json, JsonObject } from "../plugin/json";

type Lists<Field extends string> = Readonly<Partial<Record<Field, readonly string[]>>>;

/** Who a request comes from; all fields that are set must hold. */
export type Source = Lists<
  | "principals"
  | "notPrincipals"
  | "requestPrincipals"
  | "notRequestPrincipals"
  | "namespaces"
  | "notNamespaces"
>;

/** What is asked for; all fields that are set must hold. */
export type Operation = Lists<
  "hosts" | "notHosts" | "ports" | "notPorts" | "methods" | "notMethods" | "paths" | "notPaths"
>;

/** A further condition. */
export interface Condition {
  /** Such as `request.headers[kubeflow-userid]`. */
  readonly key: string;
  readonly values?: readonly string[];
  readonly notValues?: readonly string[];
}

/** One rule: any source, any operation, all conditions. */
export interface Rule {
  readonly from?: readonly Source[];
  readonly to?: readonly Operation[];
  readonly when?: readonly Condition[];
}

/** What an AuthorizationPolicy is made of. */
export interface Authorization {
  readonly name: string;
  readonly namespace: string;
  /** DENY goes first; where any ALLOW is for a pod, what none of them allows is refused. */
  readonly action: "ALLOW" | "DENY";
  /** Labels of the pods that it is for. Default: all of the namespace. */
  readonly selector?: Readonly<Record<string, string>>;
  readonly rules: readonly Rule[];
}

/** An AuthorizationPolicy. */
export function authorizationPolicy({ name, namespace, action, selector, rules }: Authorization): Manifest {
  return {
    apiVersion: "security.istio.io/v1",
    kind: "AuthorizationPolicy",
    metadata: { name, namespace },
    spec: { ...selecting(selector), action, rules: rules.map(ruleOf) },
  };
}

/** An issuer of tokens, as a gateway or a pod checks them. */
export interface TokenIssuer {
  /** The tokens' `iss`. */
  readonly issuer: string;
  /** Where its keys are. Default: where the issuer's discovery document says. */
  readonly jwksUri?: string;
  /** Tokens must be for one of these. Default: anybody. */
  readonly audiences?: readonly string[];
  /** The claim that says who somebody is: `email` of people, `sub` of service accounts. */
  readonly userClaim: "email" | "sub";
}

/** One entry of a RequestAuthentication: checks a bearer token and says in headers who it is of. */
export function jwtRule({ issuer, jwksUri, audiences, userClaim }: TokenIssuer): JsonObject {
  return {
    issuer,
    ...(jwksUri !== undefined && { jwksUri }),
    ...(audiences !== undefined && { audiences: [...audiences] }),
    // What is behind checks the token again: KFP's API server, and models that let groups in.
    forwardOriginalToken: true,
    outputClaimToHeaders: [
      { header: "kubeflow-userid", claim: userClaim },
      // A service account's token has no groups. The rule makes the gateway take out the header that somebody sends.
      { header: "kubeflow-groups", claim: "groups" },
    ],
    fromHeaders: [{ name: "Authorization", prefix: "Bearer " }],
  };
}

/** A RequestAuthentication: refuses a wrong token, and lets nobody in by itself. */
export function requestAuthentication(
  name: string,
  namespace: string,
  selector: Readonly<Record<string, string>>,
  issuers: readonly TokenIssuer[],
): Manifest {
  return {
    apiVersion: "security.istio.io/v1",
    kind: "RequestAuthentication",
    metadata: { name, namespace },
    spec: { ...selecting(selector), jwtRules: issuers.map(jwtRule) },
  };
}

function selecting(labels: Readonly<Record<string, string>> | undefined): JsonObject {
  return labels === undefined ? {} : { selector: { matchLabels: { ...labels } } };
}

function ruleOf({ from, to, when }: Rule): Json {
  return {
    ...(from !== undefined && { from: from.map((source) => ({ source: listed(source) })) }),
    ...(to !== undefined && { to: to.map((operation) => ({ operation: listed(operation) })) }),
    ...(when !== undefined && {
      when: when.map(({ key, values, notValues }) => ({ key, ...listed({ values, notValues }) })),
    }),
  };
}

function listed(fields: Readonly<Record<string, readonly string[] | undefined>>): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, values]): [string, Json][] =>
      values === undefined ? [] : [[name, [...values]]],
    ),
  );
}
