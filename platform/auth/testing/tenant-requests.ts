import { principal } from "../../../istio";
import {
  ada,
  artifacts,
  bob,
  editor,
  forged,
  gateway,
  knative,
  nobody,
  none,
  predict,
  strict,
  type Row,
} from "./request";
import { person, program } from "./world";

/** A call of a model by its name in DNS, below a domain that is models' own. */
const atItsHost = { ...predict, host: "m-team-a.models.example.com" };

/** What is asked of tenants. Ada owns team-a, Bob owns team-b. */
export const tenantRequests: Readonly<Record<string, Row>> = {
  "an owner opens a notebook": { by: gateway, to: "notebook", session: ada },
  "nobody else does": { by: gateway, to: "notebook", session: bob, refused: none },
  "not by a header either": {
    by: gateway,
    to: "notebook",
    request: forged,
    session: bob,
    refused: none,
  },
  "the notebook controller looks whether it is idle": {
    to: "notebook",
    request: {
      peer: principal("kubeflow", "notebook-controller-service-account"),
      path: "/notebook/team-a/n/api/kernels",
    },
  },
  "pods of the tenant reach it": { to: "notebook", request: { peer: editor } },
  "another tenant's do not": {
    to: "notebook",
    request: { peer: principal("team-b", "default-editor"), ...forged },
    refused: none,
  },
  "nor anybody in plain text": { to: "notebook", request: { port: 8888 }, refused: strict },

  "an owner sees artifacts, which the Pipelines UI asks for": {
    by: artifacts,
    to: "artifacts",
    session: ada,
  },
  "another tenant's owner does not": { by: artifacts, to: "artifacts", session: bob, refused: none },
  "nor by saying to be somebody else": {
    by: artifacts,
    to: "artifacts",
    request: forged,
    session: bob,
    refused: none,
  },
  "nor by a pod that says so to the UI": {
    by: ["pipelinesUi"],
    to: "artifacts",
    request: { peer: principal("team-b", "default-editor"), ...forged },
    refused: /pipelinesUi: no policy allows it/,
  },
  "nor by a pod that comes to the UI with a token and no name": {
    by: ["pipelinesUi"],
    to: "artifacts",
    request: {
      peer: principal("team-b", "default-editor"),
      headers: { authorization: "Bearer x" },
    },
    refused: /^no policy allows it/,
  },
  "nor by a pod that asks the server itself": {
    to: "artifacts",
    request: { peer: principal("team-b", "default-editor"), ...forged },
    refused: none,
  },
  "nor in plain text, as from a UI without a sidecar": {
    to: "artifacts",
    request: { port: 3000, ...forged },
    refused: strict,
  },
  "pods of the tenant see its own artifacts": { to: "artifacts", request: { peer: editor } },

  "a model's own host asks who somebody is, as the dashboard's does": {
    by: gateway,
    to: "model",
    request: atItsHost,
    refused: nobody,
  },
  "an owner is let in there": { by: gateway, to: "model", request: atItsHost, session: ada },
  "somebody else is not": { by: gateway, to: "model", request: atItsHost, session: bob, refused: none },
  "an owner calls a model": { by: gateway, to: "model", request: predict, session: ada },
  "but not through Knative, which upstream's policy for the owner doesn't know: modelAccess does": {
    by: knative,
    to: "model",
    request: predict,
    session: ada,
    refused: none,
  },
  "somebody else does not": { by: gateway, to: "model", request: predict, session: bob, refused: none },
  "a group that edits does": {
    by: gateway,
    to: "model",
    request: predict,
    session: person("eve@example.com", "engineers"),
  },
  "one of two groups is enough": {
    by: gateway,
    to: "modelB",
    request: predict,
    session: person("eve@example.com", "readers", "engineers"),
  },
  "a group that reads does not": {
    by: gateway,
    to: "model",
    request: predict,
    session: person("eve@example.com", "readers"),
    refused: none,
  },
  "a group of one namespace does there": {
    by: gateway,
    to: "model",
    request: predict,
    session: person("eve@example.com", "auditors"),
  },
  "and not elsewhere": {
    by: gateway,
    to: "modelB",
    request: predict,
    session: person("eve@example.com", "auditors"),
    refused: none,
  },
  "nor does one that calls itself nobody": {
    by: gateway,
    to: "modelB",
    request: predict,
    session: person("eve@example.com", "system:masters"),
    refused: none,
  },
  "a header with groups is none": {
    by: gateway,
    to: "modelB",
    request: { ...predict, headers: { "kubeflow-groups": "engineers" } },
    session: person("eve@example.com"),
    refused: none,
  },
  "a tenant's pod calls its model": { to: "model", request: { ...predict, peer: editor } },
  "another tenant's does not": {
    to: "model",
    request: { ...predict, peer: principal("team-b", "default-editor"), ...forged },
    refused: /models-known-callers/,
  },
  "a pod without a sidecar does not": { to: "model", request: { ...predict, port: 8080 }, refused: strict },

  "a model with callers takes the one that is named": {
    to: "guarded",
    request: { ...predict, peer: principal("team-a", "batch") },
  },
  "and no other pod of its namespace": {
    to: "guarded",
    request: { ...predict, peer: editor },
    refused: /model-guarded-nobody-else/,
  },
  "nor its owner": {
    by: gateway,
    to: "guarded",
    request: predict,
    session: ada,
    refused: /model-guarded-nobody-else/,
  },
  "but whom it names": { by: gateway, to: "guarded", request: predict, session: bob },
  "and a group": {
    by: gateway,
    to: "guarded",
    request: predict,
    session: person("eve@example.com", "analysts"),
  },
  "and a program of another namespace, with a token": {
    by: gateway,
    to: "guarded",
    request: { ...predict, bearer: program("team-b", "app") },
  },
  "not without one": {
    to: "guarded",
    request: { ...predict, peer: principal("team-b", "app") },
    refused: /nobody-else|models-known-callers/,
  },
  "its metrics are nobody's from outside": {
    by: gateway,
    to: "guarded",
    request: { path: "/metrics" },
    session: ada,
    refused: /model-guarded-nobody-else/,
  },

  "a model that starts from zero is called through Knative": {
    by: knative,
    to: "zero",
    request: { ...predict, bearer: program("team-b", "app") },
  },
  "a person's token comes through too": { by: knative, to: "zero", request: predict, session: bob },
  "by whom it doesn't name it is not": {
    by: knative,
    to: "zero",
    request: { ...predict, bearer: program("team-b", "other") },
    refused: /model-zero-nobody-else/,
  },
  "between namespaces by the cluster-local gateway": {
    by: ["clusterLocal"],
    to: "zero",
    request: { ...predict, bearer: program("team-b", "app") },
  },
  "which asks for a token": {
    by: ["clusterLocal"],
    to: "zero",
    request: predict,
    refused: /cluster-local-gateway-require-jwt/,
  },
  "and believes no header": {
    by: ["clusterLocal"],
    to: "zero",
    request: { ...predict, headers: { "kubeflow-userid": "bob@example.com" } },
    refused: /cluster-local-gateway-require-jwt/,
  },
  "a tenant can't make the activator say so": {
    by: ["activator"],
    to: "zero",
    request: {
      ...predict,
      peer: principal("team-b", "default-editor"),
      headers: { "kubeflow-userid": "bob@example.com" },
    },
    refused: /activator-gateways-only/,
  },
  "the autoscaler counts its requests": {
    to: "zero",
    request: { path: "/metrics", peer: principal("knative-serving", "controller") },
  },
};
