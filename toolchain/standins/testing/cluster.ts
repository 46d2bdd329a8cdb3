import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";
import { childEnvironment, readEnvironment } from "../../../config/environment";
import { ensureTools } from "../..";

const run = promisify(execFile);

/** A throwaway control plane with simulated nodes. */
export interface TestCluster {
  /** The kubeconfig's text. */
  readonly kubeconfig: string;
  /** Where the Automation API finds the Pulumi CLI: a folder with bin/pulumi. */
  readonly pulumiRoot: string;
  /** Folder for the test's own files, removed with the cluster. */
  readonly directory: string;
  readonly remove: () => Promise<void>;
}

/** Makes a cluster in a folder of its own; takes about five seconds with the tools in the cache. */
export async function createTestCluster(): Promise<TestCluster> {
  const names = [
    "etcd",
    "kube-apiserver",
    "kube-controller-manager",
    "kube-scheduler",
    "kwok",
    "kwokctl",
    "pulumi",
  ] as const;
  const tools = await ensureTools(names, { environment: readEnvironment() });
  // kwokctl waits with a kubectl, which it would download where PATH has none.
  const { kubectl } = await ensureTools(["kubectl"], { environment: readEnvironment() });
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), "standin-"));
  const bin = path.join(directory, "bin");
  fs.mkdirSync(bin);
  fs.symlinkSync(kubectl, path.join(bin, "kubectl"));
  fs.symlinkSync(tools.pulumi, path.join(bin, "pulumi"));
  const kubeconfig = path.join(directory, "kubeconfig");
  const env = childEnvironment({
    KWOK_WORKDIR: path.join(directory, "kwok"),
    PATH: [bin, ...readEnvironment().path].join(path.delimiter),
  });
  const kwokctl = async (...args: string[]) => run(tools.kwokctl, ["--name", "standin", ...args], { env });
  const binaries = names
    .filter((name) => name !== "kwokctl" && name !== "pulumi")
    .flatMap((name) => [`--${name === "kwok" ? "kwok-controller" : name}-binary`, tools[name]]);
  await kwokctl(
    "create",
    "cluster",
    "--runtime",
    "binary",
    "--wait",
    "60s",
    "--kubeconfig",
    kubeconfig,
    ...binaries,
  );
  await kwokctl("scale", "node", "--replicas", "2");
  return {
    kubeconfig: fs.readFileSync(kubeconfig, "utf8"),
    pulumiRoot: directory,
    directory,
    remove: async () => {
      await kwokctl("delete", "cluster", "--kubeconfig", kubeconfig);
      fs.rmSync(directory, { recursive: true, force: true });
    },
  };
}
