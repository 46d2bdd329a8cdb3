import * as assert from "node:assert/strict";
import { arrayOf, at, textOf } from "../../plugin";
import { kwokctlConfig } from "./control-plane";
import { clusterLayout } from "./layout";
import { choosePorts, portIsFree } from "./ports";
import * as net from "node:net";

const tools = {
  etcd: "/tools/etcd",
  "kube-apiserver": "/tools/kube-apiserver",
  "kube-controller-manager": "/tools/kube-controller-manager",
  "kube-scheduler": "/tools/kube-scheduler",
  kwok: "/tools/kwok",
  kwokctl: "/tools/kwokctl",
};
const ports = { apiserver: 1, etcd: 2, etcdPeer: 3, controllerManager: 4, scheduler: 5, kwok: 6 };

describe("kwokctl's configuration", () => {
  const config = kwokctlConfig(clusterLayout("/clone/.local"), tools, ports, "1.35");
  const args = (component: string): Record<string, string> => {
    const patches = arrayOf(config.componentsPatches);
    const patch = patches.find((one) => at(one, "name") === component);
    const pairs = arrayOf(at(patch, "extraArgs"));
    return Object.fromEntries(pairs.map((pair) => [textOf(at(pair, "key")), textOf(at(pair, "value"))]));
  };

  it("listens on this machine only, on the ports that were chosen", () => {
    assert.equal(at(config, "options", "bindAddress"), "127.0.0.1");
    assert.equal(at(config, "options", "kubeApiserverPort"), 1);
    assert.equal(at(config, "options", "kwokControllerPort"), 6);
  });

  it("runs the toolchain's executables and downloads nothing", () => {
    assert.equal(at(config, "options", "etcdBinary"), "/tools/etcd");
    assert.equal(at(config, "options", "kwokControllerBinary"), "/tools/kwok");
    assert.equal(at(config, "options", "kubectlBinary"), "/clone/.local/cluster/kubectl");
  });

  it("calls no webhooks, simulates only its own nodes, and writes nothing outside of its folder", () => {
    assert.equal(
      args("kube-apiserver")["disable-admission-plugins"],
      "MutatingAdmissionWebhook,ValidatingAdmissionWebhook",
    );
    assert.equal(args("kwok-controller")["manage-all-nodes"], "false");
    assert.equal(args("kwok-controller")["manage-nodes-with-annotation-selector"], "kwok.x-k8s.io/node=fake");
    assert.match(args("kube-controller-manager")["flex-volume-plugin-dir"] ?? "", /^\/clone\/\.local\//);
  });
});

describe("ports", () => {
  it("are free, all different, and below those of outgoing connections", async () => {
    const chosen = Object.values(await choosePorts(undefined));
    assert.equal(new Set(chosen).size, 6);
    assert.ok(chosen.every((port) => port >= 20_000 && port < 32_768));
  });

  it("that configuration fixes and somebody uses are an error with the way out", async () => {
    const server = net.createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    assert.ok(typeof address === "object" && address !== null);
    try {
      assert.equal(await portIsFree(address.port), false);
      await assert.rejects(choosePorts(address.port), /Port \d+ .* is in use[^]*leave the port out/);
    } finally {
      server.close();
    }
  });
});
