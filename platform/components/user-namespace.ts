import { type JsonObject, objectOf, type Transform } from "../../manifests";
import { exampleUser } from "../auth/sign-on";
import type { Component } from "./component";

/** Upstream's example profile, owned by the static user of this environment. */
export const userNamespace: Component = {
  name: "userNamespace",
  title: "Example profile",
  target: "common/user-namespace/base",
  requires: ["profiles"],
  transforms: ({ config }) => [ownedBy(config.signOn.user ?? exampleUser)],
};

/** Makes a user the owner of the profile. */
export function ownedBy(user: string): Transform {
  return (manifest) => {
    if (manifest.kind !== "Profile") {
      return manifest;
    }
    const spec: JsonObject = objectOf(manifest.spec);
    return { ...manifest, spec: { ...spec, owner: { kind: "User", name: user } } };
  };
}
