import * as pulumi from "@pulumi/pulumi";

/**
 * The `data` of a Secret from plain values. Encoded here rather than given as `stringData`, which the API
 * server rewrites.
 */
export function secretData(values: Readonly<Record<string, pulumi.Input<string>>>): {
  readonly data: pulumi.Output<Record<string, string>>;
} {
  const data = pulumi
    .output(values)
    .apply((plain) =>
      Object.fromEntries(
        Object.entries(plain).map(([key, value]) => [key, Buffer.from(value, "utf8").toString("base64")]),
      ),
    );
  return { data: pulumi.secret(data) };
}
