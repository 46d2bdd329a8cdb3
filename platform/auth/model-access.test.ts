import assert from "node:assert/strict";
import * as fc from "fast-check";
import { GATEWAYS, principal } from "../../istio";
import { modelAccess, type ModelCallers, modelPods } from "../../istio";
import { evaluate } from "./testing/evaluate";
import { securityObjects } from "./testing/policies";
import { ownerPolicy } from "./testing/world";

const base = { namespace: "team", name: "churn", mode: "Standard" } as const;

describe("modelAccess", () => {
  it("lets callers of the namespace in by their pods, all others by their token, and refuses whoever is left", () => {
    assert.deepEqual(
      modelAccess({
        ...base,
        callers: [{ serviceAccounts: ["batch", "other/app"], users: ["ada@example.com"] }],
      }),
      [
        {
          apiVersion: "security.istio.io/v1",
          kind: "AuthorizationPolicy",
          metadata: { name: "model-churn-callers", namespace: "team" },
          spec: {
            selector: {
              matchLabels: { "serving.kserve.io/inferenceservice": "churn", component: "predictor" },
            },
            action: "ALLOW",
            rules: [
              { from: [{ source: { principals: ["cluster.local/ns/team/sa/batch"] } }] },
              {
                from: [{ source: { principals: [GATEWAYS.ingress] } }],
                when: [
                  {
                    key: "request.headers[kubeflow-userid]",
                    values: [
                      "ada@example.com",
                      "system:serviceaccount:team:batch",
                      "system:serviceaccount:other:app",
                    ],
                  },
                ],
              },
            ],
          },
        },
        {
          apiVersion: "security.istio.io/v1",
          kind: "AuthorizationPolicy",
          metadata: { name: "model-churn-nobody-else", namespace: "team" },
          spec: {
            selector: {
              matchLabels: { "serving.kserve.io/inferenceservice": "churn", component: "predictor" },
            },
            action: "DENY",
            rules: [
              {
                from: [
                  {
                    source: { notPrincipals: ["cluster.local/ns/team/sa/batch", GATEWAYS.ingress] },
                  },
                ],
                to: [{ operation: { notPaths: ["/healthz", "/metrics", "/ready", "/wait-for-drain"] } }],
              },
              {
                from: [{ source: { principals: [GATEWAYS.ingress] } }],
                when: [
                  {
                    key: "request.headers[kubeflow-userid]",
                    notValues: [
                      "ada@example.com",
                      "system:serviceaccount:team:batch",
                      "system:serviceaccount:other:app",
                    ],
                  },
                ],
              },
            ],
          },
        },
      ],
    );
  });

  it("refuses everybody where nobody is named", () => {
    assert.deepEqual(
      modelAccess({ ...base, callers: [] }).map(({ spec }) => spec),
      [
        {
          selector: { matchLabels: modelPods("churn") },
          action: "DENY",
          rules: [
            {
              from: [{ source: { notPrincipals: [GATEWAYS.ingress] } }],
              to: [{ operation: { notPaths: ["/healthz", "/metrics", "/ready", "/wait-for-drain"] } }],
            },
            { from: [{ source: { principals: [GATEWAYS.ingress] } }] },
          ],
        },
      ],
    );
  });

  it("reads tokens at the model where groups may call, and asks for an issuer then", () => {
    const issuers = [{ issuer: "https://a.example/dex", userClaim: "email" }] as const;
    const callers = [{ groups: ["analysts"] }];
    assert.deepEqual(
      modelAccess({ ...base, callers, issuers }).map(({ kind, metadata }) => `${kind}/${metadata.name}`),
      [
        "RequestAuthentication/model-churn",
        "AuthorizationPolicy/model-churn-callers",
        "AuthorizationPolicy/model-churn-nobody-else",
      ],
    );
    assert.throws(() => modelAccess({ ...base, callers }), /model team\/churn lets groups in, and no issuer/);
  });

  it("allows exactly those who are named, whoever they are", () => {
    const account = fc.constantFrom("a", "b", "c");
    const namespace = fc.constantFrom("team", "other", "third");
    const user = fc.constantFrom("ada@example.com", "bob@example.com");
    const callers: fc.Arbitrary<ModelCallers> = fc.record({
      serviceAccounts: fc.array(
        fc.tuple(namespace, account).map((pair) => pair.join("/")),
        { maxLength: 3 },
      ),
      users: fc.array(user, { maxLength: 2 }),
      namespaces: fc.array(namespace, { maxLength: 2 }),
    });
    const mode = fc.constantFrom("Standard" as const, "Knative" as const);
    fc.assert(
      fc.property(
        fc.array(callers, { maxLength: 2 }),
        mode,
        namespace,
        account,
        user,
        (of, how, from, as, email) => {
          const objects = securityObjects([
            ownerPolicy("team", "owner@example.com"),
            ...modelAccess({ ...base, mode: how, callers: of }),
          ]);
          const pods = { namespace: "team", labels: modelPods("churn") };
          const allows = (request: Parameters<typeof evaluate>[2]) =>
            evaluate(objects, pods, { path: "/v1/models/churn:predict", ...request }).allowed;
          const named = of.some(
            ({ serviceAccounts = [], namespaces = [] }) =>
              serviceAccounts.includes(`${from}/${as}`) || namespaces.includes(from),
          );
          const viaGateway = (who: string) => ({
            peer: GATEWAYS.ingress,
            headers: { "kubeflow-userid": who },
          });
          assert.equal(allows(viaGateway(`system:serviceaccount:${from}:${as}`)), named);
          // Pods of another namespace have no way to it but a gateway's.
          assert.equal(allows({ peer: principal(from, as) }), named && from === "team");
          assert.equal(
            allows(viaGateway(email)),
            of.some(({ users = [] }) => users.includes(email)),
          );
          assert.equal(allows(viaGateway("owner@example.com")), false);
          assert.equal(allows({}), false);
        },
      ),
    );
  });
});
