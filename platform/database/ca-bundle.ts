import { X509Certificate } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { messageOf, UserError } from "../../config/errors";
import type { DatabaseConfig } from "../config/database";

const key = "kubeflow-platform:database.caBundle";
const repository = path.resolve(__dirname, "..", "..");

/**
 * The certificates of `database.caBundle`; undefined where none is configured.
 *
 * @param root what the path is relative to. Default: the repository
 * @throws UserError where the file can't be read, or has something else than certificates in it
 */
export function caBundleOf(
  { caBundle }: Pick<DatabaseConfig, "caBundle">,
  root: string = repository,
): string | undefined {
  if (caBundle === undefined) {
    return undefined;
  }
  const certificates = certificatesIn(readText(path.join(root, caBundle), caBundle));
  if (certificates.length === 0) {
    throw new UserError(
      `${key} is ${caBundle}, in which there is no certificate`,
      "take a PEM file of https://truststore.pki.rds.amazonaws.com",
    );
  }
  for (const [index, certificate] of certificates.entries()) {
    try {
      new X509Certificate(certificate);
    } catch (error) {
      throw new UserError(
        `${key} is ${caBundle}, whose certificate number ${index + 1} can't be parsed: ${messageOf(error)}`,
        "download the file again",
      );
    }
  }
  return `${certificates.join("\n")}\n`;
}

/** Comments between certificates, and keys that somebody put beside them, stay out of the cluster. */
function certificatesIn(text: string): string[] {
  return (
    text.replaceAll("\r\n", "\n").match(/-----BEGIN CERTIFICATE-----\n[^-]+-----END CERTIFICATE-----/g) ?? []
  );
}

function readText(file: string, configured: string): string {
  try {
    return fs.readFileSync(file, "utf8");
  } catch (error) {
    throw new UserError(
      `${key} is ${configured}, which can't be read: ${messageOf(error)}`,
      "paths are relative to the repository; commit the file, so that everybody who runs it has it",
    );
  }
}
