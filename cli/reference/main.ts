import * as fs from "node:fs";
import * as path from "node:path";
import { UserError } from "../../config/errors";
import { generateReference } from "./generate";

const root = path.resolve(__dirname, "..", "..");

/** `npm run docs`: writes the configuration reference. */
function main(): number {
  try {
    for (const [file, text] of generateReference(root).files) {
      fs.writeFileSync(path.join(root, file), text);
      process.stdout.write(`${file}\n`);
    }
    return 0;
  } catch (error) {
    if (!(error instanceof UserError)) {
      throw error;
    }
    process.stderr.write(`${error.message}\n`);
    return error.exitCode;
  }
}

process.exitCode = main();
