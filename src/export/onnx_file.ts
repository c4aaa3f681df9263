/**
 * The bytes of an ONNX file.
 *
 * protobufjs writes them, by the schema in `onnx.proto`: message lengths, tags
 * and 64-bit varints are nothing to write by hand.
 *
 * @module
 */
import protobuf from "protobufjs";
import type {
  Attribute,
  Graph,
  GraphConstant,
  GraphNode,
  GraphPort,
} from "./graph.ts";

/** Version of the file's form. ONNX Runtime has read it since 1.8, as the operators. */
const IR_VERSION = 7;

/** The oldest set of operators with all that the graph takes in their form of today. */
export const OPERATOR_SET = 14;

/** Element types; see `TensorProto.DataType`. */
const FLOAT = 1;
const INT64 = 7;

/** What a file holds. */
export interface OnnxFile {
  readonly graph: Graph;
  readonly description: string;
  /** Read by `custom_metadata_map` and its like. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** Writes a file; the same content gives the same bytes. */
export function encodeOnnx(
  { graph, description, metadata }: OnnxFile,
): Uint8Array {
  const schema = protobuf.parse(
    Deno.readTextFileSync(new URL("onnx.proto", import.meta.url)),
  );
  const type = schema.root.lookupType("onnx.ModelProto");
  const message = type.fromObject({
    irVersion: IR_VERSION,
    producerName: "undertone",
    docString: description,
    graph: graphMessage(graph),
    opsetImport: [{ domain: "", version: OPERATOR_SET }],
    metadataProps: Object.entries(metadata).map(([key, value]) => ({
      key,
      value,
    })),
  });
  return type.encode(message).finish();
}

function graphMessage({ name, nodes, constants, inputs, outputs }: Graph) {
  return {
    name,
    node: nodes.map(nodeMessage),
    initializer: constants.map(tensorMessage),
    input: inputs.map(portMessage),
    output: outputs.map(portMessage),
  };
}

function nodeMessage({ operator, inputs, output, attributes }: GraphNode) {
  return {
    input: inputs,
    output: [output],
    name: output,
    opType: operator,
    attribute: Object.entries(attributes).map(attributeMessage),
  };
}

function attributeMessage([name, value]: [string, Attribute]) {
  if (typeof value === "number") return { name, type: "INT", i: value };
  if (typeof value !== "string") return { name, type: "INTS", ints: value };
  return { name, type: "STRING", s: new TextEncoder().encode(value) };
}

function tensorMessage({ name, shape, values }: GraphConstant) {
  const dataType = values instanceof Float32Array ? FLOAT : INT64;
  return { name, dims: shape, dataType, rawData: littleEndian(values) };
}

function littleEndian(values: Float32Array | BigInt64Array): Uint8Array {
  const size = values.BYTES_PER_ELEMENT;
  const view = new DataView(new ArrayBuffer(values.length * size));
  values.forEach((value: number | bigint, i: number) => {
    if (typeof value === "number") view.setFloat32(i * size, value, true);
    else view.setBigInt64(i * size, value, true);
  });
  return new Uint8Array(view.buffer);
}

function portMessage({ name, shape, meaning }: GraphPort) {
  const dim = shape.map((length) =>
    typeof length === "number" ? { dimValue: length } : { dimParam: length }
  );
  const tensorType = { elemType: FLOAT, shape: { dim } };
  return { name, type: { tensorType }, docString: meaning };
}
