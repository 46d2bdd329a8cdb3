import { principal } from "../../../istio";
import type { ReleaseVersion } from "../../../manifests";
import { nameIn } from "../../names";
import { ada, bob, editor, forged, gateway, nobody, none, strict, type Row } from "./request";
import { program } from "./world";

/** A model is registered. */
const register = { method: "POST", path: "/api/model_registry/v1alpha3/registered_models" };

/** What is asked of the platform. */
export const platformRequests = (release: ReleaseVersion): Readonly<Record<string, Row>> => ({
  "a browser without a session is sent to sign in": { by: gateway, to: "dashboard", refused: nobody },
  "and reaches dex": { by: gateway, to: "dex", request: { path: "/dex/auth" } },
  "whoever has signed in gets the dashboard": { by: gateway, to: "dashboard", session: ada },
  "a header is no sign-in": { by: gateway, to: "dashboard", request: forged, refused: nobody },
  "a token from somewhere else neither": {
    by: gateway,
    to: "dashboard",
    request: { bearer: { ...ada, iss: "https://evil.example/dex" } },
    refused: /no issuer/,
  },
  "nor one of dex for another client": {
    by: gateway,
    to: "dashboard",
    request: { bearer: { ...ada, aud: ["other"] } },
    refused: /another audience/,
  },
  "nor what is no token": {
    by: gateway,
    to: "dashboard",
    request: { bearer: "x" },
    refused: /no issuer/,
  },
  "a program comes in with its token": {
    by: gateway,
    to: "pipelinesUi",
    request: { path: "/pipeline/apis/v2beta1/runs", bearer: program("team-a", "default-editor") },
  },
  "for the domain as audience too": {
    by: gateway,
    to: "pipelinesUi",
    request: { bearer: program("team-a", "default-editor", "https://kubeflow.example.com") },
  },
  "not with the one that it has for the API server": {
    by: gateway,
    to: "pipelinesUi",
    request: { bearer: program("team-a", "default-editor", "https://kubernetes.default.svc") },
    refused: /another audience/,
  },
  "nor with the one for AWS": {
    by: gateway,
    to: "pipelinesUi",
    request: { bearer: program("team-a", "default-editor", "sts.amazonaws.com") },
    refused: /another audience/,
  },
  "nobody makes a Profile for anybody": {
    by: gateway,
    to: "dashboard",
    request: { method: "POST", path: "/api/workgroup/create" },
    session: ada,
    refused: /no-self-service/,
  },
  "but sees what there is": {
    by: gateway,
    to: "dashboard",
    request: { path: "/api/workgroup/env-info" },
    session: ada,
  },
  "access management is for the dashboard": {
    to: "kfam",
    request: { peer: principal("kubeflow", nameIn(release, "dashboard")) },
  },
  "not for people": { by: gateway, to: "kfam", session: ada, refused: none },
  "not for pods of tenants": { to: "kfam", request: { peer: editor, ...forged }, refused: none },
  "web apps take nobody's word but the gateway's": {
    to: "jupyter",
    request: { peer: principal("team-b", "default-editor"), ...forged },
    refused: none,
  },
  "and nothing in plain text": { to: "jupyter", request: { port: 5000, ...forged }, refused: strict },
  "a notebook asks for pipelines with its token": { to: "pipelines", request: { peer: editor, port: 8888 } },
  "but not as somebody": { to: "pipelines", request: { peer: editor, port: 8888, ...forged }, refused: none },
  "a step without a sidecar reports in plain text": { to: "pipelines", request: { port: 8887 } },
  "but not as somebody either": { to: "pipelines", request: { port: 8888, ...forged }, refused: none },
  "and at no other port": { to: "pipelines", request: { port: 9090 }, refused: strict },
  "steps write their lineage": { to: "metadata", request: { port: 8080 } },
  "the API server asks about pods of pipelines": { to: "cache", request: { port: 8443 } },
  "and about pipeline versions": { to: "pipelines", request: { port: 8443 } },
  "and about LLMInferenceServices, which upstream refuses": { to: "llm", request: { port: 9443 } },
  "a step without a sidecar doesn't reach the Model Registry's own pods": {
    to: "registry",
    request: { ...register, port: 8080 },
    refused: strict,
  },
  "it comes through the gateway with its token": {
    by: gateway,
    to: "registry",
    request: { ...register, bearer: program("team-a", "default-editor") },
  },
  "nobody else without one": { by: gateway, to: "registry", request: register, refused: nobody },
  // Upstream's registry knows no tenants: docs/sign-on.md says what that means.
  "whoever has signed in writes to the Model Registry": {
    by: gateway,
    to: "registry",
    request: register,
    session: bob,
  },
  "and so does a pod of the mesh": { to: "registry", request: { ...register, peer: editor } },
  "not about anything else there": { to: "llm", request: { port: 8443 }, refused: strict },
});
