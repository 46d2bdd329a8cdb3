import * as assert from "node:assert/strict";
import { makeStyle } from "../terminal/style";
import { ago, statusText } from "./status-text";

const style = makeStyle(false);

describe("statusText", () => {
  const now = new Date("2026-11-24T12:00:00Z");
  const up = { room: "infra", up: true, objects: 1, updated: "2026-11-24T11:57:00Z", outputs: {} };

  it("says what to run where nothing is up", () => {
    const text = statusText({ environment: "local", stacks: [], cluster: undefined }, now, style);
    assert.equal(text, "Nothing of local is up.\n  → npm run up");
  });

  it("shows stacks, Deployments by namespace, tenants and pods in trouble", () => {
    const text = statusText(
      {
        environment: "local",
        stacks: [up, { ...up, room: "platform", up: false }],
        cluster: {
          version: "v1.35.0",
          nodes: [
            { name: "a", ready: true },
            { name: "b", ready: false },
          ],
          deployments: [{ namespace: "auth", ready: 0, total: 1 }],
          troubledPods: Array.from({ length: 12 }, (_, i) => ({
            namespace: "auth",
            name: `p${i}`,
            why: "Pending",
          })),
          pods: 20,
          tenants: ["team-a"],
        },
      },
      now,
      style,
    );
    assert.match(text, /✔ infra {5}1 object {2}changed 3 minutes ago/);
    assert.match(text, /○ platform {2}not up/);
    assert.match(text, /1 of 2 nodes ready, 20 pods/);
    assert.match(text, /✗ auth {2}0 of 1 Deployment ready/);
    assert.match(text, /auth\/p0 {2}Pending/);
    assert.match(text, /and 2 more$/m);
    assert.match(text, /tenants {2}team-a/);
  });

  it("says it where the cluster doesn't answer, and shows credentials that were asked for", () => {
    const credentials = { dashboard: { password: "p", username: "u" } };
    const text = statusText(
      { environment: "local", stacks: [up], cluster: "no answer", credentials },
      now,
      style,
    );
    assert.match(text, /✗ cluster {2}no answer/);
    assert.match(text, /dashboard {2}username u {2}password p/);
  });

  it("tells times as people do", () => {
    const at = (iso: string): string => ago(iso, now);
    assert.equal(at("2026-11-24T11:59:50Z"), "just now");
    assert.equal(at("2026-11-24T10:01:00Z"), "119 minutes ago");
    assert.equal(at("2026-11-23T12:00:00Z"), "24 hours ago");
    assert.equal(at("2026-11-20T12:00:00Z"), "4 days ago");
    assert.equal(ago(undefined, now), "at an unknown time");
  });
});
