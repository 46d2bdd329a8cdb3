import assert from "node:assert/strict";
import type { Manifest } from "../../../manifests";
import { evaluate, type Pods } from "./evaluate";
import { matches, type Request } from "./matching";
import { securityObjects } from "./policies";

const pods: Pods = { namespace: "team", labels: { app: "web" } };

function object(kind: string, namespace: string, spec: Manifest["spec"]): Manifest {
  return { apiVersion: "security.istio.io/v1", kind, metadata: { name: "x", namespace }, spec };
}

const policy = (spec: Manifest["spec"], namespace = "team") => object("AuthorizationPolicy", namespace, spec);

const peer = "cluster.local/ns/other/sa/caller";

describe("the evaluator of mesh policies", () => {
  for (const [pattern, value, expected] of [
    ["*", "anything", true],
    ["*", "", false],
    ["/api/*", "/api/x", true],
    ["/api/*", "/apis", false],
    ["*/kernels", "/notebook/a/kernels", true],
    ["exact", "exactly", false],
  ] as const) {
    it(`${pattern} ${expected ? "matches" : "does not match"} "${value}"`, () => {
      assert.equal(matches(pattern, value), expected);
    });
  }

  const allowAll = policy({ action: "ALLOW", rules: [{}] });
  const rows: readonly [string, readonly Manifest[], Request, boolean][] = [
    ["without a policy everything is allowed", [], {}, true],
    ["an empty policy of the root namespace allows nothing", [policy({}, "istio-system")], { peer }, false],
    ["an empty rule allows all", [policy({}, "istio-system"), allowAll], { peer }, true],
    ["a policy of another namespace is not for these pods", [policy({}, "other")], { peer }, true],
    [
      "one that selects other pods neither",
      [policy({ selector: { matchLabels: { app: "db" } } })],
      { peer },
      true,
    ],
    [
      "a denial goes before what allows",
      [allowAll, policy({ action: "DENY", rules: [{ from: [{ source: { namespaces: ["other"] } }] }] })],
      { peer },
      false,
    ],
    [
      "sources of one entry must all hold",
      [policy({ rules: [{ from: [{ source: { principals: ["*"], notNamespaces: ["other"] } }] }] })],
      { peer },
      false,
    ],
    [
      "what is absent is none of the values",
      [policy({ rules: [{ when: [{ key: "request.headers[a]", notValues: ["*"] }] }] })],
      {},
      true,
    ],
    [
      "strict mutual TLS refuses plain text",
      [object("PeerAuthentication", "istio-system", { mtls: { mode: "STRICT" } })],
      {},
      false,
    ],
    [
      "and takes it at the port of an exception",
      [
        object("PeerAuthentication", "istio-system", { mtls: { mode: "STRICT" } }),
        object("PeerAuthentication", "team", {
          selector: { matchLabels: { app: "web" } },
          portLevelMtls: { "8443": { mode: "PERMISSIVE" } },
        }),
      ],
      { port: 8443 },
      true,
    ],
    [
      "and at no other port of the same pods",
      [
        object("PeerAuthentication", "istio-system", { mtls: { mode: "STRICT" } }),
        object("PeerAuthentication", "team", {
          selector: { matchLabels: { app: "web" } },
          portLevelMtls: { "8443": { mode: "PERMISSIVE" } },
        }),
      ],
      { port: 8080 },
      false,
    ],
  ];
  for (const [name, manifests, request, expected] of rows) {
    it(name, () => {
      assert.equal(evaluate(securityObjects(manifests), pods, request).allowed, expected);
    });
  }

  it("does not take an object with a field that it doesn't know", () => {
    assert.throws(() =>
      securityObjects([policy({ rules: [{ from: [{ source: { ipBlocks: ["::/0"] } }] }] })]),
    );
  });
});
