import assert from "node:assert/strict";
import { isKubeObject, type KubeObject } from "../../../kube/object";
import { discovery, type Received, type Reply } from "../../../kube/testing/api-server";
import {
  arrayOf,
  at,
  equal,
  isObject,
  type Json,
  type JsonObject,
  objectOf,
  textOf,
} from "../../../plugin/json";

/** What an API server makes of TrainJobs: it prunes them by the definition, on reading too, and tells who owns what. */
export class TrainJobServer {
  /** The definition that is there. */
  live: KubeObject;
  /** The objects by name, as they were written last. */
  readonly jobs = new Map<string, KubeObject>();
  /** How often it is still asked for its kinds before it serves TrainJobs. */
  notServedYet = 0;
  /** Told of each write before it happens: an answer of its own keeps it from happening. */
  onWrite: (request: Received, body: JsonObject) => Reply | undefined = () => undefined;
  /** What the writes answer in the end; undefined for what they made. */
  onWritten: () => Reply | undefined = () => undefined;

  constructor(live: KubeObject) {
    this.live = live;
  }

  /** What a {@link TestServer} is to answer. */
  answer = (request: Received): Reply => {
    const { method, url, body } = request;
    const path = url.replace(/\?.*/, "");
    if (path === "/apis/apiextensions.k8s.io/v1") {
      const resources = [
        { kind: "CustomResourceDefinition", name: "customresourcedefinitions", namespaced: false },
      ];
      return { body: { kind: "APIResourceList", resources } };
    }
    if (path === "/apis/trainer.kubeflow.org/v1alpha1") {
      return discovery(path, this.notServedYet-- > 0 ? {} : { TrainJob: "trainjobs" });
    }
    if (path.endsWith("/trainjobs")) {
      return { body: { items: [...this.jobs.values()].map((job) => this.#pruned(job)) } };
    }
    if (method === "GET") {
      return path.includes("customresourcedefinitions")
        ? { body: this.live }
        : this.#found(path, (job) => this.#pruned(job));
    }
    const own = this.onWrite(request, objectOf(body));
    if (own !== undefined) {
      return own;
    }
    const done = path.includes("customresourcedefinitions")
      ? { body: (this.live = isKubeObject(body) ? body : assert.fail()) }
      : this.#found(path, (job) => this.#write(job, request));
    return this.onWritten() ?? done;
  };

  #found(path: string, make: (job: KubeObject) => KubeObject | undefined): Reply {
    const job = this.jobs.get(path.slice(path.lastIndexOf("/") + 1));
    if (job === undefined) {
      return { status: 404, body: { kind: "Status", reason: "NotFound", message: "gone" } };
    }
    const body = make(job);
    return body === undefined
      ? { status: 409, body: { kind: "Status", reason: "Conflict", message: "changed" } }
      : { body };
  }

  #pruned(job: KubeObject): KubeObject {
    const known = at(
      this.live,
      "spec",
      "versions",
      0,
      "schema",
      "openAPIV3Schema",
      "properties",
      "spec",
      "properties",
    );
    const spec = Object.entries(objectOf(job.spec)).filter(([key]) => key in objectOf(known));
    return { ...job, spec: Object.fromEntries(spec) };
  }

  #write(stored: KubeObject, { method, url, body }: Received): KubeObject | undefined {
    const live = this.#pruned(stored);
    const next = method === "PUT" ? body : mergedWith(live, body);
    const version = textOf(live.metadata.resourceVersion);
    if (!isKubeObject(next) || next.metadata.resourceVersion !== version) {
      return undefined;
    }
    const manager = new URL(url, "http://x").searchParams.get("fieldManager") ?? "";
    const result = this.#pruned(next);
    const metadata = {
      ...result.metadata,
      resourceVersion: String(Number(version) + 1),
      managedFields: managedFields(live, result, manager),
    };
    this.jobs.set(next.metadata.name, { ...result, metadata });
    return { ...result, metadata };
  }
}

function mergedWith(base: Json | undefined, patch: Json | undefined): Json {
  if (!isObject(patch)) {
    return patch ?? null;
  }
  const all = Object.entries({ ...objectOf(base), ...patch }).flatMap(([key, value]): [string, Json][] => {
    const inner = key in patch ? mergedWith(at(base, key), value) : value;
    return inner === null ? [] : [[key, inner]];
  });
  return Object.fromEntries(all);
}

/** Fields of `spec` that a write changes become its writer's, and nobody else's; what it is told of owners it takes. */
function managedFields(live: KubeObject, next: KubeObject, manager: string): Json[] {
  const changed = Object.keys(objectOf(next.spec)).filter(
    (key) => !equal(at(next, "spec", key), at(live, "spec", key)),
  );
  const entries = arrayOf(next.metadata.managedFields).map((entry) => objectOf(entry));
  const own = entries.find((entry) => entry.manager === manager);
  const added = Object.fromEntries(changed.map((key) => [`f:${key}`, { ".": {} }]));
  const others = entries
    .filter((entry) => entry !== own)
    .map((entry) => ({
      ...entry,
      fieldsV1: {
        "f:spec": Object.fromEntries(
          Object.entries(objectOf(at(entry, "fieldsV1", "f:spec"))).filter(
            ([key]) => !changed.includes(key.slice(2)),
          ),
        ),
      },
    }));
  const fields = { ...objectOf(at(own, "fieldsV1", "f:spec")), ...added };
  return Object.keys(fields).length === 0
    ? others
    : [...others, { manager, operation: "Update", fieldsType: "FieldsV1", fieldsV1: { "f:spec": fields } }];
}
