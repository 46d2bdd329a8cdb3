import assert from "node:assert/strict";
import { pins, usualRelease } from "./pins";
import { publisherOfChart, publisherOfRepository, tagsInRefs, versionsInIndex } from "./published-versions";
import { index } from "./testing/chart-index";

describe("versionsInIndex", () => {
  it("finds a chart's own versions, not its dependencies' and not its neighbours'", () => {
    assert.deepEqual(versionsInIndex(index, "keda"), ["2.20.2", "2.19.0", "v2.21.0-rc1"]);
    assert.deepEqual(versionsInIndex(index, "other"), ["9.9.9"]);
    assert.deepEqual(versionsInIndex(index, "zeta"), ["1.0.0"]);
  });

  it("says where there is no such chart", () => {
    assert.throws(() => versionsInIndex(index, "loki"), /no chart loki/);
  });
});

describe("tagsInRefs", () => {
  it("finds each tag once", () => {
    const refs = [
      "001e# service=git-upload-pack\n",
      "0000015fd68e HEAD\0multi_ack\n",
      "003fd68e refs/heads/master\n",
      "003fd68e refs/tags/26.03\n",
      "0042d68e refs/tags/26.03^{}\n",
      "003f0d1a refs/tags/v1.10.2\n0000",
    ].join("");
    assert.deepEqual(tagsInRefs(refs), ["26.03", "v1.10.2"]);
  });
});

describe("publishers", () => {
  it("of charts are an index or a list of tags", () => {
    assert.deepEqual(publisherOfChart({ name: "external-dns", repository: "https://a.example/charts/" }), {
      kind: "index",
      url: "https://a.example/charts/index.yaml",
      name: "external-dns",
    });
    assert.deepEqual(publisherOfChart({ name: "kueue", repository: "oci://registry.k8s.io/kueue/charts" }), {
      kind: "tags",
      url: "https://registry.k8s.io/v2/kueue/charts/kueue/tags/list?n=1000",
      name: "kueue",
    });
  });

  it("of all pins are one each", () => {
    const all = pins(usualRelease);
    assert.equal(all[0]?.publisher.url, publisherOfRepository("kubeflow/community-distribution").url);
    assert.equal(new Set(all.map(({ name }) => name)).size, all.length);
    for (const { publisher } of all) {
      assert.equal(new URL(publisher.url).protocol, "https:");
    }
  });
});
