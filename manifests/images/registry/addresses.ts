import type { ImageReference } from "../../../images";

/** Host that answers for a registry where it is another one than references name. Source: the Docker daemon. */
const apiHosts: Readonly<Record<string, string>> = { "docker.io": "registry-1.docker.io" };

/** Where the API of a reference's registry is: HTTPS, but on this machine, where nobody listens in. */
export function apiOf({ registry }: Pick<ImageReference, "registry">): URL {
  const host = Object.hasOwn(apiHosts, registry) ? (apiHosts[registry] ?? registry) : registry;
  const url = new URL(`https://${host}`);
  if (isLoopback(url)) {
    return new URL(`http://${host}`);
  }
  return url;
}

/** Whether a password may be sent there: over HTTPS, or inside this machine. */
export function isTrusted(url: URL): boolean {
  return url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url));
}

/** Whether a URL leads to this machine. */
export function isLoopback({ hostname }: URL): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}
