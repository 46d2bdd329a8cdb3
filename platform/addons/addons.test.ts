import assert from "node:assert/strict";
import { UserError } from "../../config/errors";
import { parseConfig } from "../../config/load";
import { PlatformConfig } from "../config";
import { awsInfra, contextOf } from "../testing/settings";
import { alloyConfiguration } from "./alloy-configuration";
import { addons } from "./catalogue";
import { chartImage } from "./images";
import { platformNamespaces } from "./namespaces";
import { budget, resources } from "./pods";
import { affinityTo, agentTolerationsOf } from "../pools";
import { settings } from "./testing/settings";
import { imagesIn, matches, unknownKeys, valueAt } from "./testing/values";
import { backupSchedules } from "./velero-schedules";

const digest = `sha256:${"0a".repeat(32)}`;

describe("chartImage", () => {
  it("takes infra's caches, configuration's registries before them, and the mirror for the rest", () => {
    const setting = contextOf(awsInfra, {
      images: { registries: { "ghcr.io/kedacore": "registry.example/keda" }, mirror: "mirror.example" },
    });
    const names = ["quay.io/a/b:1", "ghcr.io/kedacore/keda:2", "nvcr.io/nvidia/c:3"].map(
      (reference) => chartImage(setting, reference).name,
    );
    assert.deepEqual(names, [
      "111122223333.dkr.ecr.us-west-2.amazonaws.com/quay/a/b",
      "registry.example/keda/keda",
      "mirror.example/nvcr.io/nvidia/c",
    ]);
  });

  it("has a digest in each way that charts ask for it", () => {
    assert.deepEqual(chartImage(settings.local, `docker.io/grafana/loki:3@${digest}`), {
      registry: "docker.io",
      repository: "grafana/loki",
      name: "docker.io/grafana/loki",
      tag: "3",
      digest,
      sha: "0a".repeat(32),
      pinnedTag: `3@${digest}`,
    });
    const { digest: none, sha, pinnedTag } = chartImage(settings.local, "docker.io/grafana/loki:3");
    assert.deepEqual([none, sha, pinnedTag], [undefined, "", "3"]);
  });

  it("refuses a chart's image without a tag", () => {
    assert.throws(() => chartImage(settings.local, "docker.io/grafana/loki"), /has no tag/);
  });

  it("reaches every image of every add-on", () => {
    const mirrored = contextOf(settings.upstream.infra, { images: { mirror: "mirror.example" } });
    for (const addon of Object.values(addons)) {
      const images = imagesIn(JSON.parse(JSON.stringify(addon.values(mirrored))));
      assert.ok(images.length > 0, addon.name);
      assert.deepEqual(
        images.filter((image) => !image.startsWith("mirror.example/")),
        [],
        addon.name,
      );
    }
  });
});

describe("pods of add-ons", () => {
  it("have a budget where there are several of them", () => {
    assert.deepEqual(budget(settings.prod), { maxUnavailable: 1 });
    assert.deepEqual(budget(settings.dev), {});
  });

  it("are limited to the memory that they request unless more is said", () => {
    assert.deepEqual(resources("1", "2Gi"), {
      requests: { cpu: "1", memory: "2Gi" },
      limits: { memory: "2Gi" },
    });
  });

  it("of device plugins tolerate what their pools are kept free by, once", () => {
    const pools = settings.prod.infra.nodePools.filter(({ accelerator }) => accelerator !== undefined);
    assert.deepEqual(agentTolerationsOf(pools), [
      { key: "nvidia.com/gpu", operator: "Exists", effect: "NoSchedule" },
      { key: "team", operator: "Exists", effect: "NoExecute" },
    ]);
    assert.deepEqual(
      affinityTo(pools).nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms,
      [{ matchExpressions: [{ key: "kubeflow-on-aws/pool", operator: "In", values: ["gpu", "training"] }] }],
    );
  });
});

describe("objects beside the add-ons", () => {
  const additionsOf = (name: keyof typeof addons, setting: keyof typeof settings) =>
    addons[name].additions?.(settings[setting]) ?? [];

  it("are infra's node classes and pools beside Karpenter", () => {
    assert.deepEqual(
      additionsOf("karpenter", "prod").map(({ kind, metadata }) => `${kind} ${metadata.name}`),
      ["EC2NodeClass cpu", "NodePool cpu"],
    );
    assert.deepEqual(additionsOf("karpenter", "local"), []);
  });

  it("are a store that only the platform may use beside External Secrets, where there is AWS", () => {
    const stores = additionsOf("externalSecrets", "prod").filter(({ kind }) => kind !== "Namespace");
    assert.deepEqual(stores, [
      {
        apiVersion: "external-secrets.io/v1",
        kind: "ClusterSecretStore",
        metadata: { name: "aws-secrets-manager" },
        spec: {
          provider: { aws: { service: "SecretsManager", region: "us-west-2" } },
          conditions: [{ namespaces: [...platformNamespaces] }],
        },
      },
    ]);
    assert.deepEqual(
      additionsOf("externalSecrets", "local").map(({ kind }) => kind),
      ["Namespace"],
    );
  });

  it("are monitors of what is there beside Prometheus", () => {
    const monitored = (setting: keyof typeof settings) =>
      additionsOf("prometheus", setting)
        .filter(({ kind }) => kind === "PodMonitor")
        .map(({ metadata }) => metadata.name);
    assert.deepEqual(monitored("prod"), [
      "karpenter",
      "external-secrets",
      "aws-load-balancer-controller",
      "external-dns",
      "cert-manager",
      "istio-ingressgateway",
    ]);
    assert.deepEqual(monitored("dev"), [
      "karpenter",
      "external-secrets",
      "cert-manager",
      "istio-ingressgateway",
    ]);
  });

  it("come with a namespace for each that isn't in every cluster, made once", () => {
    const made = Object.values(addons)
      .flatMap((addon) => addon.additions?.(settings.prod) ?? [])
      .filter(({ kind }) => kind === "Namespace")
      .map(({ metadata }) => metadata.name);
    const used = new Set(Object.values(addons).map(({ namespace }) => namespace));
    used.delete("kube-system");
    assert.deepEqual([...made].sort(), [...used].sort());
    made.forEach((name) => {
      assert.ok(platformNamespaces.includes(name), name);
    });
  });
});

describe("alloyConfiguration", () => {
  const text = alloyConfiguration('a "b"');

  it("names namespace, pod, container and tenant of each line, and the cluster", () => {
    const labels = [...text.matchAll(/target_label {2,}?= "(\w+)"/g)].map(([, label]) => label);
    assert.deepEqual(labels, ["namespace", "pod", "container", "tenant", "__path__"]);
    assert.ok(text.includes(String.raw`cluster = "a \"b\"",`));
  });

  it("takes the pods of its own node, and their files", () => {
    assert.ok(text.includes('field = "spec.nodeName=" + sys.env("HOSTNAME")'));
    assert.ok(text.includes('replacement   = "/var/log/pods/*$1/*.log"'));
  });

  it("opens and closes as many blocks", () => {
    assert.equal(text.match(/{/g)?.length, text.match(/}/g)?.length);
  });
});

describe("backupSchedules", () => {
  const { platform, tenants } = backupSchedules({ schedule: "30 2 * * *", retentionDays: 7 });

  it("divide the cluster between the platform and everybody else", () => {
    const excluded = tenants?.template.excludedNamespaces ?? [];
    assert.deepEqual(
      platform?.template.includedNamespaces.filter((namespace) => !excluded.includes(namespace)),
      [],
    );
    assert.deepEqual(tenants?.template.includedNamespaces, ["*"]);
    assert.equal(tenants.template.snapshotVolumes, true);
    assert.equal(platform.template.snapshotVolumes, false);
  });

  it("come and go when configuration says", () => {
    assert.equal(tenants?.schedule, "30 2 * * *");
    assert.equal(tenants.template.ttl, "168h0m0s");
  });
});

describe("settings of metrics, logs and backups", () => {
  const parse = (key: string, value: object) =>
    parseConfig(PlatformConfig, "kubeflow-platform", "prod", {
      [`kubeflow-platform:${key}`]: JSON.stringify(value),
    });

  it("reach the values", () => {
    const values = addons.prometheus.values(settings.dev);
    assert.equal(valueAt(values, "prometheus.prometheusSpec.retention"), "3d");
    assert.equal(valueAt(values, "prometheus.prometheusSpec.retentionSize"), "16GiB");
    assert.equal(valueAt(addons.loki.values(settings.dev), "loki.limits_config.retention_period"), "168h");
  });

  it("are refused by key where they make no sense", () => {
    for (const [key, value, message] of [
      [
        "observability",
        { metrics: { retentionDays: 0 } },
        /observability\.metrics\.retentionDays is 0: 1 or more/,
      ],
      ["observability", { logs: { days: 3 } }, /observability\.logs\.days: unknown key/],
      ["backups", { schedule: "nightly" }, /backups\.schedule is "nightly": a cron expression/],
    ] as const) {
      assert.throws(
        () => parse(key, value),
        (error: unknown) => error instanceof UserError && message.test(error.message),
      );
    }
  });
});

describe("what the tests of values are made of", () => {
  it("finds keys that a chart doesn't have, and stops where everything may be set", () => {
    const known = { a: { b: 1, list: [] }, open: {} };
    const values = { a: { b: 2, c: 3, list: [{ x: 1 }] }, open: { any: 1 }, gone: { deep: 1 } };
    assert.deepEqual(
      unknownKeys(values, known, (path) => path === "open"),
      ["a.c", "gone"],
    );
  });

  it("matches one part of a path by a star", () => {
    assert.ok(matches("a.b.c", "a.*.c"));
    assert.ok(!matches("a.b.c", "a.*"));
    assert.ok(!matches("a.b", "a.c"));
  });

  it("finds images however they are spelled", () => {
    assert.deepEqual(
      imagesIn({
        a: { registry: "r", repository: "x", tag: "1", sha: "0a" },
        b: { repository: "r/y", tag: "2", digest: "" },
        c: [{ image: "r/z:3" }],
      }),
      ["r/x:1@sha256:0a", "r/y:2", "r/z:3"],
    );
  });
});
