import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import ts from "typescript";
import { deployedProjects } from "./chain";
import { deploymentSettings, pathsOf } from "./settings";
import { dev, devConfig, prod, prodConfig } from "./testing/environments";

const root = path.resolve(__dirname, "..");

describe("deploymentSettings", () => {
  it("of prod: what one role, Pulumi's runners and the top folder come to", () => {
    assert.deepEqual(deploymentSettings("infra", prod, prodConfig), {
      organization: "acme",
      project: "kubeflow-infra",
      stack: "prod",
      sourceContext: { git: { branch: "refs/heads/main", repoDir: "infra" } },
      vcs: {
        provider: "github",
        repository: "acme/kubeflow",
        deployCommits: true,
        previewPullRequests: true,
        pullRequestTemplate: false,
        paths: [
          "infra/**",
          "!infra/local/**",
          "plugin/**",
          "contract/**",
          "config/**",
          "package.json",
          "package-lock.json",
          "tsconfig.json",
          "Pulumi.prod.yaml",
          "!**/*.test.ts",
        ],
      },
      operationContext: {
        preRunCommands: ["npm ci --ignore-scripts", "aws --version"],
        options: { skipInstallDependencies: true, skipIntermediateDeployments: true },
        oidc: {
          aws: {
            roleARN: "arn:aws:iam::111122223333:role/pulumi-prod",
            sessionName: "kubeflow-infra-prod",
            duration: "1h0m0s",
          },
        },
      },
      cacheOptions: { enable: true },
    });
  });

  it("of dev: what everything that can be said comes to", () => {
    assert.deepEqual(deploymentSettings("workloads", dev, devConfig), {
      organization: "acme",
      project: "kubeflow-workloads",
      stack: "dev",
      sourceContext: {
        git: { branch: "refs/heads/develop", repoDir: "platforms/kubeflow/workloads" },
      },
      vcs: {
        provider: "github",
        repository: "acme/platforms",
        deployCommits: true,
        previewPullRequests: false,
        pullRequestTemplate: false,
        paths: [
          "platforms/kubeflow/workloads/**",
          "platforms/kubeflow/images/**",
          "platforms/kubeflow/istio/**",
          "platforms/kubeflow/kube/**",
          "platforms/kubeflow/plugin/**",
          "platforms/kubeflow/python/**",
          "platforms/kubeflow/toolchain/**",
          "platforms/kubeflow/contract/**",
          "platforms/kubeflow/config/**",
          "platforms/kubeflow/package.json",
          "platforms/kubeflow/package-lock.json",
          "platforms/kubeflow/tsconfig.json",
          "platforms/kubeflow/Pulumi.dev.yaml",
          "!platforms/kubeflow/**/*.test.ts",
        ],
      },
      operationContext: {
        preRunCommands: ["npm ci --ignore-scripts", "aws --version"],
        options: { skipInstallDependencies: true, skipIntermediateDeployments: true },
        oidc: {
          aws: {
            roleARN: "arn:aws:iam::444455556666:role/pulumi-dev-workloads",
            sessionName: "kubeflow-workloads-dev",
            duration: "1h30m0s",
          },
        },
      },
      cacheOptions: { enable: false },
      agentPoolId: "pool-1",
      executorContext: { executorImage: "registry.example.com/pulumi:1" },
    });
  });

  it("gives platform what renders manifests, and the role of all where it has none of its own", () => {
    const { operationContext } = deploymentSettings("platform", dev, devConfig);
    assert.deepEqual(operationContext, {
      preRunCommands: [
        "npm ci --ignore-scripts",
        "aws --version",
        "kubectl version --client || kustomize version",
      ],
      options: { skipInstallDependencies: true, skipIntermediateDeployments: true },
      oidc: {
        aws: {
          roleARN: "arn:aws:iam::444455556666:role/pulumi-dev",
          sessionName: "kubeflow-platform-dev",
          duration: "1h30m0s",
        },
      },
    });
  });

  it("keeps the name of a session within AWS' 64 characters", () => {
    const place = { organization: "acme", environment: "e".repeat(60) };
    const settings = JSON.stringify(deploymentSettings("infra", place, prodConfig).operationContext);
    assert.match(settings, new RegExp(`"sessionName":"kubeflow-infra-${"e".repeat(49)}"`));
  });
});

describe("pathsOf", () => {
  for (const project of deployedProjects) {
    it(`misses no file that ${project} is made of`, () => {
      const paths = pathsOf(project, "prod", undefined);
      const seen = new Set<string>();
      const waiting = sources().filter((file) => matches(file, paths));
      const missed: string[] = [];
      for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
        if (seen.has(file)) {
          continue;
        }
        seen.add(file);
        if (matches(file, paths)) {
          waiting.push(...importsOf(file));
        } else if (!file.startsWith("infra/local/")) {
          missed.push(file);
        }
      }
      assert.deepEqual(missed, []);
      assert.ok(seen.size > 10, `${seen.size} files were looked at`);
    });
  }

  it("lets a test, another project and another environment go by", () => {
    const paths = pathsOf("platform", "prod", undefined);
    assert.equal(matches("platform/index.ts", paths), true);
    assert.equal(matches("Pulumi.prod.yaml", paths), true);
    assert.equal(matches("platform/components/components.test.ts", paths), false);
    assert.equal(matches("workloads/index.ts", paths), false);
    assert.equal(matches("Pulumi.dev.yaml", paths), false);
    assert.equal(matches("README.md", paths), false);
  });
});

/** Pulumi's rule: one include filter matches, and no exclude filter does. */
function matches(file: string, globs: readonly string[]): boolean {
  const excluded = globs.filter((glob) => glob.startsWith("!")).map((glob) => glob.slice(1));
  const included = globs.filter((glob) => !glob.startsWith("!"));
  const isMatch = (glob: string): boolean => expressionOf(glob).test(file);
  return included.some(isMatch) && !excluded.some(isMatch);
}

function expressionOf(glob: string): RegExp {
  const parts = glob
    .split(/(\*\*\/|\*\*|\*)/)
    .map((part) => ({ "**/": "(.*/)?", "**": ".*", "*": "[^/]*" })[part] ?? part.replace(/[.]/g, "\\."));
  return new RegExp(`^${parts.join("")}$`);
}

function sources(): string[] {
  return ["infra", "platform", "workloads", "manifests"].flatMap((folder) =>
    fs
      .readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
      .map((file) => path.posix.join(folder, ...file.split(path.sep)))
      .filter((file) => file.endsWith(".ts")),
  );
}

function importsOf(file: string): string[] {
  const { importedFiles } = ts.preProcessFile(fs.readFileSync(path.join(root, file), "utf8"));
  return importedFiles
    .filter(({ fileName }) => fileName.startsWith("."))
    .flatMap(({ fileName }) => {
      const base = path.posix.join(path.posix.dirname(file), fileName);
      return [`${base}.ts`, `${base}/index.ts`].filter((candidate) =>
        fs.existsSync(path.join(root, candidate)),
      );
    });
}
