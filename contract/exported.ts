import type * as pulumi from "@pulumi/pulumi";

/**
 * The shape that a program exports to satisfy a contract: each output plain or still to come.
 *
 * `export = async (): Promise<Exported<InfraOutputs>> => …` makes the compiler hold a program to its contract.
 */
export type Exported<Outputs> = { readonly [Key in keyof Outputs]: DeepInput<Outputs[Key]> };

type DeepInput<Value> =
  | pulumi.Input<Value>
  | (Value extends readonly (infer Item)[]
      ? readonly DeepInput<Item>[]
      : Value extends object
        ? { readonly [Key in keyof Value]: DeepInput<Value[Key]> }
        : never);
