import * as path from "node:path";
import ts from "typescript";

/** Where a zod schema is declared. */
export interface Declaration {
  /** File below the repository's top folder, such as `infra/config/aws.ts`. */
  readonly file: string;
  /** Name that the file exports it by. */
  readonly name: string;
}

/** What a schema accepts, as the TypeScript compiler knows it: with the JSDoc of each field. */
export interface CommentedType {
  /** A field of a structure; undefined where the compiler doesn't know its name. */
  property(name: string): CommentedProperty | undefined;
  /** What a list holds. */
  item(): CommentedType;
  /** What a map holds. */
  value(): CommentedType;
  /** The member of a union whose field `discriminator` is `constant`. */
  variant(discriminator: string, constant: unknown): CommentedType;
}

/** A field with its comment, which is empty where there is none. */
export interface CommentedProperty {
  readonly comment: string;
  readonly type: CommentedType;
}

/**
 * Reads the comments of schemas' fields. zod's mapped types keep them: the compiler follows each property back to the
 * object literal that it was written in, through spreads, imports and helper functions.
 *
 * @param root the repository's top folder, with its tsconfig.json
 * @returns a type for each declaration, in the same order
 */
export function readComments(root: string, declarations: readonly Declaration[]): CommentedType[] {
  const entry = path.join(root, "configuration-reference.virtual.ts");
  const program = compile(root, entry, entryText(declarations));
  const checker = program.getTypeChecker();
  const aliases = (program.getSourceFile(entry)?.statements ?? []).flatMap((statement) =>
    ts.isTypeAliasDeclaration(statement) ? [checker.getTypeAtLocation(statement.name)] : [],
  );
  return declarations.map(({ file, name }, index) => {
    const type = aliases[index];
    if (type === undefined || checker.getPropertiesOfType(type).length === 0) {
      throw new Error(`${file} exports no schema ${name}`);
    }
    return commented(type, checker);
  });
}

function entryText(declarations: readonly Declaration[]): string {
  return [
    'import type * as z from "zod";',
    ...declarations.map(
      ({ file, name }, index) =>
        `import type { ${name} as Schema${index} } from "./${file.replace(/\.ts$/, "")}";`,
    ),
    ...declarations.map((_, index) => `export type Input${index} = z.input<typeof Schema${index}>;`),
  ].join("\n");
}

/** Compiles one file that is not on disk and what it imports. */
function compile(root: string, entry: string, text: string): ts.Program {
  const config: unknown = ts.readConfigFile(path.join(root, "tsconfig.json"), (file) =>
    ts.sys.readFile(file),
  ).config;
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  // Types of Node.js and mocha have no part in configuration, and cost half a second.
  const disk = ts.createCompilerHost({ ...options, types: [] }, true);
  const host: ts.CompilerHost = {
    ...disk,
    fileExists: (file) => file === entry || disk.fileExists(file),
    getSourceFile: (file, languageVersion, ...others) =>
      file === entry
        ? ts.createSourceFile(file, text, languageVersion, true)
        : disk.getSourceFile(file, languageVersion, ...others),
  };
  return ts.createProgram([entry], { ...options, types: [] }, host);
}

function commented(given: ts.Type, checker: ts.TypeChecker): CommentedType {
  const type = checker.getNonNullableType(given);
  const indexed = (kind: ts.IndexKind): CommentedType => {
    const inner = checker.getIndexTypeOfType(type, kind) ?? firstPropertyType(type, checker);
    if (inner === undefined) {
      throw new Error(`${checker.typeToString(type)} is neither a list nor a map`);
    }
    return commented(inner, checker);
  };
  return {
    property: (name) => {
      const symbol = checker.getPropertyOfType(type, name);
      return symbol === undefined
        ? undefined
        : {
            comment: paragraph(ts.displayPartsToString(symbol.getDocumentationComment(checker))),
            type: commented(checker.getTypeOfSymbol(symbol), checker),
          };
    },
    item: () => indexed(ts.IndexKind.Number),
    value: () => indexed(ts.IndexKind.String),
    variant: (discriminator, constant) => {
      const member = (type.isUnion() ? type.types : [type]).find((candidate) => {
        const symbol = checker.getPropertyOfType(candidate, discriminator);
        const literal = symbol === undefined ? undefined : checker.getTypeOfSymbol(symbol);
        return literal?.isStringLiteral() === true && literal.value === constant;
      });
      if (member === undefined) {
        throw new Error(
          `${checker.typeToString(type)} has no variant with ${discriminator} ${String(constant)}`,
        );
      }
      return commented(member, checker);
    },
  };
}

/** A map with enumerated keys is a structure to the compiler; all of its fields have one type. */
function firstPropertyType(type: ts.Type, checker: ts.TypeChecker): ts.Type | undefined {
  const [first] = checker.getPropertiesOfType(type);
  return first === undefined ? undefined : checker.getTypeOfSymbol(first);
}

/** Comments are wrapped at the width of the code. */
function paragraph(comment: string): string {
  return comment.replace(/\s*\n\s*/g, " ").trim();
}
