import { LocalWorkspace, PulumiCommand, Stack } from "@pulumi/pulumi/automation";
import program from "../index";

/**
 * Runs the stack on the stacks of `local`, for its test: `run.ts <folder with Pulumi.yaml> <folder of tools> up|destroy`.
 * Prints what came of it. The engine's own variables are in the environment.
 */
async function main([workDir = "", tools = "", operation = ""]: readonly string[]): Promise<void> {
  const pulumiCommand = await PulumiCommand.get({ root: tools, skipVersionCheck: true });
  const workspace = await LocalWorkspace.create({ workDir, pulumiCommand, program });
  const stack = await Stack.createOrSelect("local", workspace);
  const onOutput = (text: string) => process.stderr.write(text);
  const { summary } =
    operation === "destroy"
      ? await stack.destroy({ onOutput })
      : await stack.up({ onOutput, suppressOutputs: true });
  const outputs = operation === "destroy" ? {} : await stack.outputs();
  process.stdout.write(JSON.stringify({ changes: summary.resourceChanges, outputs }));
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
