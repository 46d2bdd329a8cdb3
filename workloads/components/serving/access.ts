import { modelAccess, type ModelCallers } from "../../../istio";
import type { Manifest } from "../../../kube/manifest";
import { entryOf, handingOnAccount, type Part, type Service } from "./inference-service-spec";

/**
 * Policies on who may call the parts of an InferenceService; none where nothing is said about callers.
 *
 * In the Standard mode a transformer and an explainer ask the predictor as their own service account, so only that
 * account gets past them. In the Knative mode they go through a gateway with their caller's token (docs/sign-on.md),
 * so each part has the same callers.
 */
export function accessPolicies(service: Service): Manifest[] {
  const { namespace, mode, args, versions } = service;
  const { callers } = args;
  if (callers === undefined) {
    return [];
  }
  return versions.flatMap(({ name }) =>
    partsOf(service).flatMap((part) =>
      modelAccess({
        namespace,
        name,
        mode,
        ...(part === "predictor" ? {} : { component: part }),
        callers: callersOf(service, part, callers),
        issuers: args.platform.signOn.tokenIssuers,
      }),
    ),
  );
}

/** Whether pods that hand requests on get a service account of their own, which the predictor knows them by. */
export function needsHandingOnAccount({ mode, args }: Service): boolean {
  return (
    mode === "Standard" && args.callers !== undefined && (args.transformer ?? args.explainer) !== undefined
  );
}

function partsOf({ args }: Service): Part[] {
  return [
    "predictor",
    ...(args.transformer === undefined ? [] : (["transformer"] as const)),
    ...(args.explainer === undefined ? [] : (["explainer"] as const)),
  ];
}

function callersOf(service: Service, part: Part, callers: readonly ModelCallers[]): readonly ModelCallers[] {
  if (part !== "predictor" || !needsHandingOnAccount(service)) {
    return callers;
  }
  const handedOn: ModelCallers = { serviceAccounts: [handingOnAccount(service.name)] };
  return entryOf(service.args) === "predictor" ? [...callers, handedOn] : [handedOn];
}
