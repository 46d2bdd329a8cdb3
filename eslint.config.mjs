import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

/** Which rooms a room may not import: programs point to libraries, never sideways or back, and nothing to proofs. */
const closedRooms = [
  {
    files: ["deployments/**"],
    closed: ["infra", "platform", "workloads", "cli", "manifests", "toolchain", "kube", "plugin"],
  },
  { files: ["infra/**"], closed: ["platform", "workloads", "cli", "manifests", "deployments"] },
  { files: ["platform/**"], closed: ["infra", "workloads", "cli", "toolchain", "deployments"] },
  { files: ["workloads/**"], closed: ["infra", "platform", "cli", "toolchain", "manifests", "deployments"] },
  { files: ["manifests/**"], closed: ["infra", "platform", "workloads", "cli", "toolchain"] },
  {
    files: ["contract/**"],
    closed: ["infra", "platform", "workloads", "cli", "toolchain", "manifests", "kube", "plugin"],
  },
  {
    files: ["images/**", "istio/**", "kube/**", "plugin/**", "python/**", "config/**"],
    closed: ["infra", "platform", "workloads", "cli", "manifests"],
  },
  { files: ["toolchain/**"], closed: ["infra", "platform", "workloads", "cli", "manifests"] },
  { files: ["cli/**", "bench/**"], closed: [] },
].map(({ files, closed }) => ({ files, closed: [...closed, "proof"] }));

export default defineConfig(
  { ignores: ["node_modules/", ".local/", "package/dist/", "**/*.d.ts"] },
  {
    files: ["**/*.ts", "**/*.mts"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: "error",
      "no-console": "error",
      "no-restricted-properties": [
        "error",
        {
          object: "process",
          property: "env",
          message: "Read the environment in config/environment.ts only.",
        },
      ],
      "@typescript-eslint/consistent-type-imports": "error",
      // `const { status, ...rest } = object` is how a field is left out.
      "@typescript-eslint/no-unused-vars": ["error", { ignoreRestSiblings: true }],
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      "@typescript-eslint/switch-exhaustiveness-check": "error",
    },
  },
  {
    // Mocha's describe and it hand back values that nobody awaits.
    files: ["**/*.test.ts"],
    rules: { "@typescript-eslint/no-floating-promises": "off" },
  },
  {
    // The one place that reads the process environment.
    files: ["config/environment.ts"],
    rules: { "no-restricted-properties": "off" },
  },
  ...closedRooms.map(({ files, closed }) => ({
    files: files.map((glob) => `${glob}/*.ts`),
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            {
              // A room, or something in it, named from another room.
              regex: `^(\\.\\./)+(${closed.join("|")})(/|$)`,
              message: "This room must not import that one (docs/architecture.md).",
            },
          ],
        },
      ],
    },
  })),
);
