import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as z from "zod";
import { messageOf, UserError } from "../../../config/errors";

/** A user of a registry. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** Finds what a registry's user has logged in with; undefined where nobody has. */
export type FindCredentials = (registry: string) => Credentials | undefined;

/** The file that `docker login` writes, and podman and crane read. */
export const dockerConfigFile = path.join(os.homedir(), ".docker", "config.json");

const DockerConfig = z.object({
  auths: z
    .record(
      z.string(),
      z.object({
        auth: z.string().optional(),
        username: z.string().optional(),
        password: z.string().optional(),
      }),
    )
    .optional(),
});

/** How a registry's login is filed where that differs from its host. */
const filedAs: Readonly<Record<string, string>> = { "docker.io": "https://index.docker.io/v1/" };

/**
 * Reads the logins of a Docker configuration. A file that isn't there, and logins that a credential helper keeps,
 * count as none: images are then asked for anonymously.
 *
 * @throws UserError where the file is there and can't be read
 */
export function dockerCredentials(file: string = dockerConfigFile): FindCredentials {
  if (!fs.existsSync(file)) {
    return () => undefined;
  }
  const auths = readAuths(file);
  return (registry) => {
    const keys = [filedAs[registry], registry, `https://${registry}`].filter((key) => key !== undefined);
    const login = keys.map((key) => auths.get(key)).find((found) => found !== undefined);
    return login?.username === undefined || login.password === undefined
      ? decode(login?.auth)
      : { username: login.username, password: login.password };
  };
}

function readAuths(file: string) {
  try {
    const { auths = {} } = DockerConfig.parse(JSON.parse(fs.readFileSync(file, "utf8")));
    return new Map(Object.entries(auths));
  } catch (error) {
    throw new UserError(
      `the logins of registries in ${file} can't be read: ${messageOf(error)}`,
      "mend the file, or move it away to ask for images without logging in",
    );
  }
}

/** `auth` is user and password around a colon, in base64. */
function decode(auth: string | undefined): Credentials | undefined {
  const text = Buffer.from(auth ?? "", "base64").toString("utf8");
  const colon = text.indexOf(":");
  return colon < 0 ? undefined : { username: text.slice(0, colon), password: text.slice(colon + 1) };
}
