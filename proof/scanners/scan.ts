import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as yaml from "js-yaml";
import { readEnvironment } from "../../config/environment";
import { UserError } from "../../config/errors";
import { ensureTools } from "../../toolchain";
import { Unavailable } from "../../python";
import { ensureVirtualEnvironment, type VirtualEnvironment } from "../../python";
import { checkov, CHECKOV_LOCK } from "./checkov";
import type { Scan } from "./finding";
import { kubeScore } from "./kube-score";
import type { ObjectsByComponent } from "./objects";

/** Both scanners, ready to run. */
export interface Scanners {
  /** Path of kube-score. */
  readonly kubeScore: string;
  /** checkov's virtual environment. */
  readonly checkov: VirtualEnvironment;
}

/**
 * Makes the scanners be there: kube-score from Go's modules or its download, checkov from PyPI, once a machine.
 *
 * @throws Unavailable where this machine can't have them
 */
export async function ensureScanners(): Promise<Scanners> {
  const environment = readEnvironment();
  const report = (line: string) => process.stderr.write(`${line}\n`);
  const venv = await ensureVirtualEnvironment({ environment, lockFile: CHECKOV_LOCK, report });
  try {
    const tools = await ensureTools(["kube-score"], { environment });
    return { kubeScore: tools["kube-score"], checkov: venv };
  } catch (error) {
    throw error instanceof UserError ? new Unavailable(error.message) : error;
  }
}

/** Runs both scanners on objects, all of them together: some checks look for what belongs to an object. */
export async function scan(scanners: Scanners, objects: ObjectsByComponent): Promise<Scan> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "kubeflow-scan-"));
  try {
    // One file each: checkov leaves out a file with anything in it that looks like a template, such as Istio's
    // ConfigMap of the sidecar, and whatever else is in the file.
    const files = [...objects.values()].flat().map((manifest, index) => {
      const file = path.join(folder, `${index}.yaml`);
      fs.writeFileSync(file, yaml.dump(manifest, { noRefs: true, lineWidth: -1 }));
      return file;
    });
    const scored = await kubeScore(scanners.kubeScore, files);
    const checked = await checkov(scanners.checkov, folder);
    return {
      objects: files.length,
      checksMade: checked.checksMade,
      findings: [...scored, ...checked.findings],
    };
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
