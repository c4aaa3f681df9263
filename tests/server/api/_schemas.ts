/**
 * Holds values to the published descriptions.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import Ajv from "ajv/dist/2020.js"; // a second opinion of what a schema means
import asyncapi from "../../../src/server/api/asyncapi.json" with {
  type: "json",
};
import openapi from "../../../src/server/api/openapi.json" with {
  type: "json",
};

const DOCUMENTS = { asyncapi, openapi };

const ajv = new Ajv.Ajv2020({ strict: false }); // a document has more than a schema
for (const [name, document] of Object.entries(DOCUMENTS)) {
  ajv.addSchema(document, name);
}

/** Asserts that a value is what a document says of a name. */
export function assertDescribed(
  document: keyof typeof DOCUMENTS,
  name: string,
  value: unknown,
): void {
  const validate = ajv.getSchema(`${document}#/components/schemas/${name}`)!;
  validate(value);
  assertEquals(validate.errors ?? [], [], JSON.stringify(value));
}

export { asyncapi, openapi };
