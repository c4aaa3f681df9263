/**
 * HTTP message signatures: what a client has signed of its request.
 *
 * Source: RFC 9421, with the request target of its draft 11, as AudioHook signs;
 * its fields are structured ones (RFC 8941), which "structured-headers" reads and
 * writes: what is signed is their one exact spelling.
 *
 * @module
 */
import {
  type BareItem,
  type Dictionary,
  type InnerList,
  type Item,
  parseDictionary,
  serializeInnerList,
  serializeString,
} from "structured-headers";

/** One signature of a request. */
export interface MessageSignature {
  /** What is signed, in its order: names of headers, and of parts that begin with "@". */
  readonly components: readonly string[];
  readonly keyId: string | undefined;
  readonly nonce: string | undefined;
  readonly algorithm: string | undefined;
  /** Seconds since 1970. */
  readonly createdS: number | undefined;
  /** Seconds since 1970. */
  readonly expiresS: number | undefined;
  readonly signature: Uint8Array;
  /** Components and parameters, as they are signed. */
  readonly input: string;
}

/**
 * Reads the first signature of a request.
 *
 * @returns Nothing if the request is not signed.
 * @throws {SyntaxError} If it is, and that cannot be read.
 */
export function readSignature(headers: Headers): MessageSignature | undefined {
  const inputs = readDictionary(headers, "signature-input");
  const signatures = readDictionary(headers, "signature");
  if (inputs.size === 0 && signatures.size === 0) return undefined;
  const [label, input] = [...inputs][0] ?? [];
  const signature = signatures.get(label ?? "")?.[0];
  if (!isInnerList(input) || !(signature instanceof ArrayBuffer)) {
    throw new SyntaxError(
      'Cannot read the signature as "signature-input" must list what "signature" signs, under one label: they do not match',
    );
  }
  const [items, parameters] = input;
  const text = (name: string) => textOf(parameters.get(name));
  const integer = (name: string) => integerOf(parameters.get(name));
  return {
    components: readComponents(items),
    keyId: text("keyid"),
    nonce: text("nonce"),
    algorithm: text("alg"),
    createdS: integer("created"),
    expiresS: integer("expires"),
    signature: new Uint8Array(signature),
    input: serializeInnerList(input),
  };
}

/**
 * What was signed: a line for each component, and one for the parameters.
 *
 * @param valueOf Gives the value of a component.
 * @throws {SyntaxError} If a component has none.
 */
export function signatureBase(
  { components, input }: MessageSignature,
  valueOf: (component: string) => string | undefined,
): string {
  const lines = components.map((name) => {
    const value = valueOf(name);
    if (value !== undefined) return `${serializeString(name)}: ${value}`;
    throw new SyntaxError(
      `Cannot check the signature as the request must have what is signed: it has no ${name}`,
    );
  });
  return [...lines, `"@signature-params": ${input}`].join("\n");
}

function readDictionary(headers: Headers, name: string): Dictionary {
  try {
    return parseDictionary(headers.get(name) ?? "");
  } catch (cause) {
    throw new SyntaxError(
      `Cannot read the signature as "${name}" must be a dictionary of structured fields: it is not`,
      { cause },
    );
  }
}

/** Names without parameters; what these would ask for is not served. */
function readComponents(items: readonly Item[]): readonly string[] {
  const names = items.map(([name, parameters]) => {
    if (typeof name === "string" && parameters.size === 0) return name;
    throw new SyntaxError(
      "Cannot read the signature as its components must be names alone: one is not",
    );
  });
  if (new Set(names).size === names.length) return names;
  throw new SyntaxError(
    "Cannot read the signature as it must name a component once: one comes twice",
  );
}

function isInnerList(
  member: Item | InnerList | undefined,
): member is InnerList {
  return Array.isArray(member?.[0]);
}

function textOf(value: BareItem | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function integerOf(value: BareItem | undefined): number | undefined {
  return Number.isInteger(value) ? value as number : undefined;
}
