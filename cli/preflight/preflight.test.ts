import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { readEnvironment } from "../../config/environment";
import { UserError } from "../../config/errors";
import { isAws } from "../../infra/config";
import { repositoryAt } from "../repository";
import { type Check, exitCodeOf, runChecks } from "./check";
import { readConfiguration } from "./configuration";
import { existingFolder } from "./machine";
import { neededTools, withoutLinks } from "./tools";

const repository = repositoryAt("/nowhere");

describe("runChecks", () => {
  const context = {
    repository,
    name: "local",
    environment: readEnvironment({}),
    cluster: undefined,
    configuration: undefined,
  };

  it("keeps the order, leaves out what doesn't apply, and takes what is thrown for a finding", async () => {
    const checks: Check[] = [
      { name: "slow", run: () => new Promise((done) => setTimeout(done, 5, { result: "ok", text: "fine" })) },
      { name: "other", applies: () => false, run: () => assert.fail("asked") },
      { name: "user", run: () => Promise.reject(new UserError("wrong", "mend it")) },
      { name: "world", run: () => Promise.reject(new UserError("down", undefined, 1)) },
      {
        name: "defect",
        run: () => {
          throw new TypeError("oops");
        },
      },
    ];
    assert.deepEqual(await runChecks(checks, context), [
      { check: "slow", result: "ok", text: "fine" },
      { check: "user", result: "mistake", text: "wrong", wayOut: "mend it" },
      { check: "world", result: "failure", text: "down", wayOut: undefined },
      { check: "defect", result: "failure", text: "oops" },
    ]);
  });

  it("comes to 2 for mistakes, 1 for failures, 0 for warnings", () => {
    const of = (...results: ("ok" | "warning" | "mistake" | "failure")[]): number =>
      exitCodeOf(results.map((result) => ({ result, text: "" })));
    assert.deepEqual([of("ok", "warning"), of("failure"), of("failure", "mistake")], [0, 1, 2]);
  });
});

describe("readConfiguration", () => {
  let root: string;

  beforeEach(() => {
    root = fs.mkdtempSync(path.join(os.tmpdir(), "configuration-"));
  });

  afterEach(() => {
    fs.rmSync(root, { recursive: true });
  });

  function read(config: string, name = "local") {
    fs.writeFileSync(path.join(root, `Pulumi.${name}.yaml`), `config:\n${config}`);
    return readConfiguration(repositoryAt(root), name, undefined);
  }

  it("reads all three projects with their defaults", () => {
    const { infra, platform, all } = read('  kubeflow-platform:release: "26.03"\n');
    assert.ok(!isAws(infra));
    assert.equal(infra.cluster.kind, "simulated");
    assert.equal(infra.directory, path.join(root, ".local"));
    assert.equal(platform.release, "26.03");
    assert.deepEqual(Object.keys(all).sort(), ["kubeflow-infra:directory", "kubeflow-platform:release"]);
  });

  it("tells the mistakes of all projects at once", () => {
    assert.throws(
      () =>
        read("  kubeflow-infra:clutser: {}\n  kubeflow-platform:release: '1.0'\n  kubeflow-platfrom:x: 1\n"),
      (error: unknown) => {
        assert.ok(error instanceof UserError);
        assert.equal(error.exitCode, 2);
        assert.match(error.message, /kubeflow-infra:clutser: unknown key \(did you mean cluster\?\)/);
        assert.match(error.message, /kubeflow-platform:release is/);
        assert.match(error.message, /projects that do not exist: kubeflow-platfrom:x/);
        return true;
      },
    );
  });

  it("knows which components need each other", () => {
    assert.throws(() => read("  kubeflow-platform:components:\n    istio: false\n"), {
      name: "UserError",
      message: /dex needs istio/,
    });
  });

  it("takes an AWS environment's file as it is", () => {
    const text = fs.readFileSync(path.join(__dirname, "..", "..", "Pulumi.dev.yaml"), "utf8");
    const { infra, all } = read(text.slice(text.indexOf("config:\n") + "config:\n".length), "dev");
    assert.ok(isAws(infra));
    assert.equal(infra.cluster.name, "kubeflow-dev");
    assert.equal(all["kubeflow-infra:region"], "us-west-2");
  });
});

describe("tools", () => {
  it("of a control plane are only needed where one is simulated", () => {
    assert.ok(neededTools({ name: "local", configuration: undefined }).includes("kube-apiserver"));
    assert.deepEqual(neededTools({ name: "dev", configuration: undefined }), ["pulumi", "kustomize"]);
  });

  it("that this clone links to are not taken for the user's", () => {
    const environment = readEnvironment({ PATH: `/bin:${repository.tools}/bin:/usr/bin` });
    assert.deepEqual(withoutLinks(environment, repository).path, ["/bin", "/usr/bin"]);
  });
});

describe("existingFolder", () => {
  it("is the nearest folder around a path", () => {
    assert.equal(existingFolder(path.join(os.tmpdir(), "no", "such", "folder")), os.tmpdir());
  });
});
