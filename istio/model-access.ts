import type { Manifest } from "../kube/manifest";
import {
  authorizationPolicy,
  type Condition,
  requestAuthentication,
  type Rule,
  type Source,
  type TokenIssuer,
} from "./policies";
import { GATEWAYS, GROUPS_CLAIM, KNATIVE, principal, serviceAccountUser, USER_HEADER } from "./principals";

/** Who may call a model: whoever one of the lists names. */
export interface ModelCallers {
  /** Service accounts, `<name>` of the model's own namespace or `<namespace>/<name>`. */
  readonly serviceAccounts?: readonly string[];
  /** Groups of the identity provider. */
  readonly groups?: readonly string[];
  /** People by their address. */
  readonly users?: readonly string[];
  /** Every service account of these namespaces. */
  readonly namespaces?: readonly string[];
}

/** A model and who may call it. */
export interface ModelAccess {
  readonly namespace: string;
  /** Name of the InferenceService. */
  readonly name: string;
  /** Whoever none of them names is refused, the namespace's owner too. */
  readonly callers: readonly ModelCallers[];
  /** What the InferenceService is made of: which pods hand requests on depends on it. */
  readonly mode: "Standard" | "Knative";
  /** The part of it that is called. Default: predictor. */
  readonly component?: "predictor" | "transformer" | "explainer";
  /** Who signs the tokens that callers have. Needed where groups are among them. */
  readonly issuers?: readonly TokenIssuer[];
}

/**
 * Paths that tell how a pod is and nothing of what it serves. Knative's activator and autoscaler ask for them without
 * anybody's token. Source: knative.dev, "Enabling requests to Knative services when additional authorization policies
 * are enabled".
 */
export const PROBE_PATHS: readonly string[] = ["/healthz", "/metrics", "/ready", "/wait-for-drain"];

/** Who a model's pods get requests of other namespaces and of people from: gateways, and Knative's activator. */
export function gatewaysOf(mode: ModelAccess["mode"]): {
  readonly gateways: readonly string[];
  readonly probing: readonly string[];
} {
  return mode === "Standard"
    ? { gateways: [GATEWAYS.ingress], probing: [] }
    : { gateways: [GATEWAYS.ingress, GATEWAYS.clusterLocal], probing: [KNATIVE.activator] };
}

/** Labels of the pods of one part of an InferenceService. Source: KServe 0.16, both modes. */
export function modelPods(name: string, component = "predictor"): Record<string, string> {
  return { "serving.kserve.io/inferenceservice": name, component };
}

/**
 * Policies that let the named callers call one model, and refuse everybody else.
 *
 * The refusal is a DENY: upstream's policy of each tenant allows its owner and all pods of the namespace everything,
 * and policies that allow add up. A caller of the same namespace is known by its pod's identity; any other by the
 * token with which it comes through a gateway, as its sidecar has no way into another tenant's namespace.
 *
 * @throws Error where groups may call and no issuer is given, as nothing would read their tokens
 */
export function modelAccess(access: ModelAccess): Manifest[] {
  const { namespace, name, component, issuers = [] } = access;
  const callers = resolve(access);
  if (callers.groups.length > 0 && issuers.length === 0) {
    throw new Error(`model ${namespace}/${name} lets groups in, and no issuer of tokens is given`);
  }
  const selector = modelPods(name, component);
  const policyName = component === undefined ? `model-${name}` : `model-${name}-${component}`;
  const allowed = allowRules(callers);
  return [
    ...(callers.groups.length === 0 ? [] : [requestAuthentication(policyName, namespace, selector, issuers)]),
    ...(allowed.length === 0
      ? []
      : [
          authorizationPolicy({
            name: `${policyName}-callers`,
            namespace,
            action: "ALLOW",
            selector,
            rules: allowed,
          }),
        ]),
    authorizationPolicy({
      name: `${policyName}-nobody-else`,
      namespace,
      action: "DENY",
      selector,
      rules: denyRules(callers),
    }),
  ];
}

interface Resolved {
  readonly gateways: readonly string[];
  /** Who hands on what a gateway has checked, and asks pods by itself how they are. */
  readonly probing: readonly string[];
  /** Identities of pods of the same namespace. */
  readonly principals: readonly string[];
  /** The same namespace, where all of its pods may call. */
  readonly namespaces: readonly string[];
  /** What the gateways' header may say. */
  readonly users: readonly string[];
  readonly groups: readonly string[];
}

function resolve({ namespace, callers, mode }: ModelAccess): Resolved {
  const accounts = callers
    .flatMap(({ serviceAccounts = [] }) => serviceAccounts)
    .map((account) => {
      const slash = account.indexOf("/");
      return slash < 0
        ? { namespace, name: account }
        : { namespace: account.slice(0, slash), name: account.slice(slash + 1) };
    });
  const namespaces = callers.flatMap((caller) => caller.namespaces ?? []);
  return {
    ...gatewaysOf(mode),
    principals: unique(
      accounts
        .filter((account) => account.namespace === namespace)
        .map((account) => principal(namespace, account.name)),
    ),
    namespaces: namespaces.includes(namespace) ? [namespace] : [],
    users: unique([
      ...callers.flatMap(({ users = [] }) => users),
      ...accounts.map((account) => serviceAccountUser(account.namespace, account.name)),
      ...namespaces.map((of) => serviceAccountUser(of, "*")),
    ]),
    groups: unique(callers.flatMap(({ groups = [] }) => groups)),
  };
}

function allowRules({ gateways, probing, principals, namespaces, users, groups }: Resolved): Rule[] {
  const through: readonly Source[] = [{ principals: [...gateways, ...probing] }];
  return [
    ...(principals.length === 0 ? [] : [{ from: [{ principals }] }]),
    ...(namespaces.length === 0 ? [] : [{ from: [{ namespaces }] }]),
    ...(users.length === 0 ? [] : [{ from: through, when: [{ key: userKey, values: users }] }]),
    ...(groups.length === 0 ? [] : [{ from: through, when: [{ key: GROUPS_CLAIM, values: groups }] }]),
  ];
}

/**
 * Two ways to be nobody: neither a pod that may call nor a gateway; or through a gateway, as none of those who may.
 * Through a gateway there is no path for everybody: a model's metrics are not for all who can sign in.
 */
function denyRules({ gateways, probing, principals, namespaces, users, groups }: Resolved): Rule[] {
  const to = [{ notPaths: PROBE_PATHS }];
  const conditions: readonly Condition[] = [
    ...(users.length === 0 ? [] : [{ key: userKey, notValues: users }]),
    ...(groups.length === 0 ? [] : [{ key: GROUPS_CLAIM, notValues: groups }]),
  ];
  const asNobody = conditions.length > 0 ? { when: conditions } : {};
  return [
    {
      from: [
        {
          notPrincipals: [...principals, ...gateways, ...probing],
          ...(namespaces.length > 0 && { notNamespaces: namespaces }),
        },
      ],
      to,
    },
    { from: [{ principals: gateways }], ...asNobody },
    ...(probing.length === 0 ? [] : [{ from: [{ principals: probing }], to, ...asNobody }]),
  ];
}

const userKey = `request.headers[${USER_HEADER}]`;

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
