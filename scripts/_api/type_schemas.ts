/**
 * JSON schemas of TypeScript types, with their docs as descriptions: so what is
 * published of the interface cannot differ from what the code is held to.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { buildGenerator } from "typescript-json-schema"; // asks the compiler, so that computed types are no trouble

/** A JSON schema. */
export type Schema = Record<string, unknown>;

/** Exported types of one file, and what stands before their names in the document. */
export interface TypeSource {
  readonly file: string;
  readonly types: readonly string[];
  readonly prefix?: string;
}

const ROOT = new URL("../../", import.meta.url);

/** Schemas by name of the types and of all that they are made of. */
export function typeSchemas(sources: readonly TypeSource[]): Record<
  string,
  Schema
> {
  const schemas: Record<string, Schema> = {};
  for (const { file, types, prefix = "" } of sources) {
    const path = fileURLToPath(new URL(file, ROOT));
    const program = ts.createProgram([path], {
      strict: true,
      exactOptionalPropertyTypes: true,
      allowImportingTsExtensions: true,
      noEmit: true,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      target: ts.ScriptTarget.ESNext,
      lib: ["lib.esnext.d.ts"],
      types: [],
    });
    const generator = buildGenerator(program as never, {
      required: true,
      aliasRef: true,
      topRef: false,
      ignoreErrors: true, // of what is Deno's, which the compiler does not know here
    });
    if (!generator) {
      throw new Error(`Cannot describe ${file} as it must compile`);
    }
    for (const name of types) {
      const { definitions = {}, $schema: _, ...schema } = generator
        .getSchemaForSymbol(name);
      const all = { ...definitions, [name]: schema };
      for (const [name, one] of Object.entries(all)) {
        if (isParameter(name)) continue;
        schemas[prefix + nameOf(name)] = renamed(one, definitions, prefix);
      }
    }
  }
  return schemas;
}

type Definitions = Readonly<Record<string, unknown>>;

/** What stands for a type parameter, "Told.T_1", has no name that a reader knows: it is put where it is used. */
function isParameter(name: string): boolean {
  return /\.T(_\d+)?$/.test(name);
}

/** "Record<string,number>" is no name that documents may have. */
function nameOf(name: string): string {
  return decodeURIComponent(name).replaceAll(/[^\w.]+/g, "_").replace(/_$/, "");
}

/** A schema with its references into the document, and defaults as Deno's docs write them left to the text. */
function renamed(
  value: unknown,
  definitions: Definitions,
  prefix: string,
): Schema {
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, inner]) => {
        if (key === "$ref") {
          const name = String(inner).slice("#/definitions/".length);
          if (!isParameter(name)) return [[key, refTo(name, prefix)]];
          return Object.entries(walk(definitions[name]) as Schema);
        }
        const isDoc = key === "default" && /^\{.*\}$/.test(String(inner));
        return isDoc ? [] : [[key, walk(inner)]];
      }),
    );
  };
  return walk(value) as Schema;
}

function refTo(name: string, prefix: string): string {
  return `#/components/schemas/${prefix}${nameOf(name)}`;
}
