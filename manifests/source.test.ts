import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type { Environment } from "../config/environment";
import { findRelease } from "./releases";
import { render } from "./render";
import { checkSource, locateSource, sourceDigest } from "./source";

describe("source and render", () => {
  let root: string;
  const release = findRelease("26.03");
  const environment = (manifestsMirror?: string): Environment => ({
    cacheDir: path.join(root, "cache"),
    manifestsMirror,
    ci: true,
    path: [],
    offline: true,
  });
  const write = (file: string, content: string) => {
    const target = path.join(root, file);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, content);
  };

  beforeEach(() => {
    root = fs.mkdtempSync(path.join(os.tmpdir(), "source-"));
  });
  afterEach(() => {
    fs.rmSync(root, { recursive: true });
  });

  it("prefers MANIFESTS_MIRROR, then ./mirror, then ../shared/mirror, then git", () => {
    const clone = path.join(root, "clone");
    assert.equal(locateSource(release, environment(), clone).kind, "git");
    write("shared/mirror/kubeflow-26.03/x", "");
    const shared = locateSource(release, environment(), clone);
    assert.equal(shared.directory, path.join(root, "shared/mirror/kubeflow-26.03"));
    write("clone/mirror/kubeflow-26.03/x", "");
    assert.equal(
      locateSource(release, environment(), clone).directory,
      path.join(clone, "mirror/kubeflow-26.03"),
    );
    write("own/kubeflow-26.03/x", "");
    assert.equal(
      locateSource(release, environment(path.join(root, "own")), clone).directory,
      path.join(root, "own/kubeflow-26.03"),
    );
  });

  it("refuses a MANIFESTS_MIRROR that lacks the release, and says what to do", () => {
    assert.throws(
      () => locateSource(release, environment(path.join(root, "nowhere"))),
      /no folder kubeflow-26\.03 in it[^]*unset it to use git/,
    );
  });

  it("finds no fault with a mirror", async () => {
    write("own/kubeflow-26.03/x", "");
    assert.equal(await checkSource(locateSource(release, environment(path.join(root, "own")))), undefined);
  });

  it("changes its digest with any file's content or name", () => {
    write("own/kubeflow-26.03/a/x.yaml", "one");
    const source = locateSource(release, environment(path.join(root, "own")));
    const first = sourceDigest(source, environment());
    assert.equal(sourceDigest(source, environment()), first);
    write("own/kubeflow-26.03/a/x.yaml", "two");
    const second = sourceDigest(source, environment());
    assert.notEqual(second, first);
    fs.renameSync(path.join(source.directory, "a/x.yaml"), path.join(source.directory, "a/y.yaml"));
    assert.notEqual(sourceDigest(source, environment()), second);
  });

  it("renders once, keeps CRDs apart, and reads the cache after that", async () => {
    write("own/kubeflow-26.03/app/out.yaml", "");
    const text = [
      "apiVersion: apiextensions.k8s.io/v1",
      "kind: CustomResourceDefinition",
      "metadata: { name: things.x.example, creationTimestamp: null }",
      "spec: { group: x.example, scope: Cluster, names: { kind: Thing } }",
      "status: {}",
      "---",
      "apiVersion: v1",
      "kind: ConfigMap",
      "metadata: { name: c }",
      "data: { day: 2026-03-21 }",
    ].join("\n");
    write("kustomize", `#!/bin/sh\necho run >> ${root}/runs\ncat <<'EOF'\n${text}\nEOF\n`);
    fs.chmodSync(path.join(root, "kustomize"), 0o755);
    const source = locateSource(release, environment(path.join(root, "own")));
    const options = {
      environment: environment(),
      kustomize: { command: path.join(root, "kustomize"), args: [] },
    };
    const first = await render(source, ["app"], options);
    const second = await render(source, ["app"], options);
    assert.deepEqual(second, first);
    assert.equal(fs.readFileSync(path.join(root, "runs"), "utf8"), "run\n");
    const app = first.get("app");
    assert.deepEqual(
      app?.manifests.map((m) => m.data),
      [{ day: "2026-03-21" }],
    );
    const { digest, ...crd } = app.crds[0] ?? { digest: "" };
    assert.deepEqual(crd, { name: "things.x.example", group: "x.example", kind: "Thing", namespaced: false });
    assert.match(digest, /^[0-9a-f]{64}$/);
  });

  it("says which kustomization of a mirror doesn't render, and why", async () => {
    write("own/kubeflow-26.03/app/x", "");
    write("kustomize", "#!/bin/sh\necho 'Error: no such file base.yaml' >&2\nexit 1\n");
    fs.chmodSync(path.join(root, "kustomize"), 0o755);
    const source = locateSource(release, environment(path.join(root, "own")));
    await assert.rejects(
      render(source, ["app"], {
        environment: environment(),
        kustomize: { command: path.join(root, "kustomize"), args: [] },
      }),
      /could not render app[^]*no such file base\.yaml[^]*the mirror lacks a file/,
    );
  });

  it("says what is missing where nothing on PATH renders", async () => {
    write("own/kubeflow-26.03/app/x", "");
    const source = locateSource(release, environment(path.join(root, "own")));
    await assert.rejects(
      render(source, ["app"], { environment: environment() }),
      /neither kustomize nor kubectl is on PATH/,
    );
  });
});
