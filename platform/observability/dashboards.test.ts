import assert from "node:assert/strict";
import * as z from "zod";
import { awsInfra, contextOf, localInfra } from "../testing/settings";
import { dashboardObjects } from "./dashboards";
import { dashboardOf } from "./grafana";
import { topics } from "./panel";
import { pagesOf } from "./pages";
import { panelNames } from "./panels/names";

const arranged = (dashboards: object[], absent: Parameters<typeof contextOf>[2] = []) =>
  contextOf(awsInfra, { observability: { dashboards, topicPages: false } }, absent);

describe("pages", () => {
  it("are an overview of everything, and one for each topic", () => {
    const [overview, ...others] = pagesOf(contextOf(awsInfra));
    assert.deepEqual(
      overview?.panels.map(({ name }) => name),
      panelNames,
    );
    assert.deepEqual(
      others.map(({ name }) => name),
      topics,
    );
    assert.deepEqual(
      others.flatMap(({ panels }) => panels.map(({ name }) => name)).sort(),
      [...panelNames].sort(),
    );
  });

  it("have what a team asks for, in its order, under its titles", () => {
    const [page, ...others] = pagesOf(
      arranged([
        {
          name: "vision",
          title: "Vision",
          namespaces: ["vision", "vision-dev"],
          panels: [
            { panel: "logs" },
            { panel: "gpuUse", title: "Our GPUs", width: "full" },
            { panel: "runsByState" },
          ],
        },
      ]),
    );
    assert.deepEqual(others, []);
    assert.deepEqual(
      page?.panels.map(({ name, title, width }) => [name, title, width]),
      [
        ["logs", "Logs", "full"],
        ["gpuUse", "Our GPUs", "full"],
        ["runsByState", "Pipeline runs by state", "half"],
      ],
    );
    assert.deepEqual(page.namespaces, ["vision", "vision-dev"]);
  });

  it("leave out what nobody exports, and the page of a topic that has nothing left", () => {
    const pages = pagesOf(contextOf(localInfra, {}, ["loki", "kueue", "openCost", "gpuMetrics"]));
    const names = pages.map(({ name }) => name);
    assert.deepEqual(
      ["queues", "costs", "logs"].filter((topic) => names.includes(topic)),
      [],
    );
    assert.equal(
      pages[0]?.panels.some(({ name }) => name === "platformLogs"),
      false,
    );
  });

  it("refuse what nobody exports where somebody asks for it, and name what there is", () => {
    assert.throws(
      () => pagesOf(arranged([{ name: "a", title: "A", panels: [{ panel: "gpuUse" }] }], ["gpuMetrics"])),
      /dashboards\[0\]\.panels\[0\] is gpuUse, which shows what gpuMetrics exports, and that is off here; there are runsRunning/,
    );
  });

  it("refuse two of one name", () => {
    const page = { name: "a", title: "A" };
    assert.throws(() => arranged([page, page]), /names that differ/);
    assert.throws(
      () => pagesOf(contextOf(awsInfra, { observability: { dashboards: [{ name: "logs", title: "L" }] } })),
      /has a page "logs", which is the name of a topic's page/,
    );
  });

  it("are refused where a panel or a width is unknown", () => {
    assert.throws(() => arranged([{ name: "a", title: "A", panels: [{ panel: "cpu" }] }]), /runsByState/);
    assert.throws(
      () => arranged([{ name: "a", title: "A", panels: [{ panel: "logs", width: "quarter" }] }]),
      /third/,
    );
  });
});

describe("a page as Grafana reads it", () => {
  const [page] = pagesOf(
    arranged([
      {
        name: "team",
        title: "Team",
        panels: [{ panel: "modelsNotReady" }, { panel: "failedRuns" }, { panel: "logErrors" }],
      },
    ]),
  );
  assert.ok(page);
  const dashboard = dashboardOf(page);

  it("has an address of its own, and can't be changed there", () => {
    assert.equal(dashboard.uid, "kubeflow-team");
    assert.equal(dashboard.editable, false);
  });

  it("asks each source in its own language, by the variables", () => {
    // As text: the SDK's queries carry a function of its own, which a file has not.
    const written = z
      .array(z.object({ type: z.string(), targets: z.unknown(), datasource: z.unknown() }))
      .parse(JSON.parse(JSON.stringify(dashboard.panels)));
    assert.deepEqual(written, [
      {
        type: "stat",
        targets: [
          {
            refId: "A",
            expr: 'count(kubeflow_inferenceservice_condition{namespace=~"$namespace",condition="Ready"} == 0) or vector(0)',
            instant: true,
            range: false,
          },
        ],
        datasource: { type: "prometheus", uid: "prometheus" },
      },
      {
        type: "table",
        targets: [
          {
            refId: "A",
            expr:
              'topk(20, 1000 * (kubeflow_workflow_finished_seconds{namespace=~"$namespace"} and on (namespace, name) ' +
              '(kubeflow_workflow_phase{namespace=~"$namespace",phase=~"Failed|Error"} == 1)))',
            format: "table",
            instant: true,
            range: false,
          },
        ],
        datasource: { type: "prometheus", uid: "prometheus" },
      },
      {
        type: "logs",
        targets: [
          {
            refId: "A",
            expr: '{namespace=~"$namespace"} |= "$search" |~ "(?i)(error|exception|traceback|fatal|panic)"',
            queryType: "range",
          },
        ],
        datasource: { type: "loki", uid: "loki" },
      },
    ]);
  });

  it("lets people choose tenants alone, and look for a text", () => {
    assert.deepEqual(
      dashboard.templating.list.map(({ type, name, query }) => ({ type, name, query })),
      [
        {
          type: "query",
          name: "namespace",
          query:
            'label_values(kube_namespace_labels{label_app_kubernetes_io_part_of="kubeflow-profile"}, namespace)',
        },
        { type: "textbox", name: "search", query: "" },
      ],
    );
  });

  it("lets people choose a team's namespaces alone where they are named", () => {
    const [first] = dashboardOf({ ...page, namespaces: ["a", "b"] }).templating.list;
    assert.deepEqual([first?.type, first?.query, first?.allowCustomValue], ["custom", "a,b", false]);
  });

  it("is a ConfigMap which the sidecar takes", () => {
    const [object] = dashboardObjects(arranged([{ name: "team", title: "Team" }]));
    assert.deepEqual(object?.metadata, {
      name: "dashboard-kubeflow-team",
      namespace: "monitoring",
      labels: { grafana_dashboard: "1" },
    });
  });

  it("fits into a ConfigMap, with all of its panels", () => {
    for (const { metadata, data } of dashboardObjects(contextOf(awsInfra))) {
      assert.ok(JSON.stringify(data).length < 1_000_000, metadata.name);
    }
  });
});
