import * as assert from "node:assert/strict";
import { engineTrouble, enginesWords } from "./trouble";

describe("enginesWords", () => {
  it("is the diagnosis where there is one", () => {
    const output =
      "Updating:\n  + x\nDiagnostics:\n  pulumi (p):\n    error: no\n\nResources:\n  1 errored\n";
    assert.equal(enginesWords(output), "pulumi (p):\n    error: no");
  });

  it("is each error once where it never came to a diagnosis", () => {
    const output =
      "code: -2\n stderr: Command failed\nerror: not logged in\n err?: Error\nerror: not logged in\n";
    assert.equal(enginesWords(output), "not logged in");
  });

  it("is the end of anything else", () => {
    const lines = Array.from({ length: 30 }, (_, i) => `line ${i}`);
    assert.equal(enginesWords(lines.join("\n")), lines.slice(10).join("\n"));
  });

  it("comes with the way out that is known", () => {
    const error = engineTrouble("No state", "error: PULUMI_ACCESS_TOKEN must be set");
    assert.equal(error.exitCode, 1);
    assert.match(error.message, /^No state: PULUMI_ACCESS_TOKEN must be set\n {2}→ pulumi login/);
  });
});
