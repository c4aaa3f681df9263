/** ONNX files, read again. */
import protobuf from "protobufjs";

export interface DecodedNode {
  readonly input: string[];
  readonly output: string[];
  readonly name: string;
  readonly opType: string;
  readonly attribute: {
    name: string;
    type: string;
    i?: number;
    s?: Uint8Array;
    ints: number[];
  }[];
}

export interface DecodedPort {
  readonly name: string;
  readonly type: {
    tensorType: {
      elemType: number;
      shape: { dim: { dimValue?: number; dimParam?: string }[] };
    };
  };
}

export interface DecodedFile {
  readonly irVersion: number;
  readonly opsetImport: { domain: string; version: number }[];
  readonly metadataProps: { key: string; value: string }[];
  readonly graph: {
    readonly name: string;
    readonly node: DecodedNode[];
    readonly initializer: {
      name: string;
      dims: number[];
      dataType: number;
      rawData: Uint8Array;
    }[];
    readonly input: DecodedPort[];
    readonly output: DecodedPort[];
  };
}

/** What a file holds, by the messages' own names. */
export function decodeOnnx(bytes: Uint8Array): DecodedFile {
  const url = new URL("../../src/export/onnx.proto", import.meta.url);
  const { root } = protobuf.parse(Deno.readTextFileSync(url));
  const type = root.lookupType("onnx.ModelProto");
  return type.toObject(type.decode(bytes), {
    longs: Number,
    enums: String,
    arrays: true, // empty ones too
  }) as DecodedFile;
}

/** Lengths of a port, those that may be any by name. */
export function shapeOf({ type }: DecodedPort): (number | string)[] {
  return type.tensorType.shape.dim.map(({ dimValue, dimParam }) =>
    dimValue ?? dimParam!
  );
}
