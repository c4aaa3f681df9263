import { Buffer } from "node:buffer";
import { assertEquals } from "@std/assert";
import { encodeOnnx, OPERATOR_SET } from "../../src/export/onnx_file.ts";
import { GraphBuilder, SAME } from "../../src/export/graph.ts";
import { decodeOnnx, shapeOf } from "./_decoded.ts";

function encoded(act: (builder: GraphBuilder) => void) {
  const builder = new GraphBuilder();
  act(builder);
  const { nodes, constants } = builder;
  return decodeOnnx(encodeOnnx({
    graph: {
      name: "graph",
      inputs: [{ name: "in", shape: ["any", 0, 3], meaning: "an array" }],
      outputs: [],
      nodes,
      constants,
    },
    description: "",
    metadata: { umlaut: "ä", empty: "" },
  }));
}

Deno.test("encodeOnnx() writes versions, metadata and lengths, known and unknown, zero too", () => {
  const file = encoded(() => {});
  assertEquals(file.irVersion, 7);
  assertEquals(file.opsetImport, [{ domain: "", version: OPERATOR_SET }]);
  assertEquals(file.metadataProps, [
    { key: "umlaut", value: "ä" },
    { key: "empty", value: "" },
  ]);
  assertEquals(shapeOf(file.graph.input[0]!), ["any", 0, 3]);
});

Deno.test("encodeOnnx() tells numbers, lists and words apart", () => {
  const { graph } = encoded((builder) =>
    builder.node("y", "Op", ["a", "b"], {
      zero: 0,
      list: [1, -2],
      word: "both",
    })
  );
  assertEquals(
    graph.node,
    [{
      input: ["a", "b"],
      output: ["y"],
      name: "y",
      opType: "Op",
      attribute: [
        { name: "zero", type: "INT", i: 0, ints: [] },
        { name: "list", type: "INTS", ints: [1, -2] },
        { name: "word", type: "STRING", s: Buffer.from("both"), ints: [] },
      ],
    }],
  );
});

Deno.test("encodeOnnx() writes constants as little-endian bytes of their type", () => {
  const { graph } = encoded((builder) => {
    builder.weights("w", [2, 1], Float32Array.of(1, -0.5));
    builder.scalar("s", 2);
    builder.integers("i", [SAME, -1]);
  });
  const summary = graph.initializer.map(({ name, dims, dataType, rawData }) => [
    name,
    dims,
    dataType,
    new Uint8Array(rawData).toHex(),
  ]);
  assertEquals(summary, [
    ["w", [2, 1], 1, "0000803f000000bf"],
    ["s", [], 1, "00000040"],
    ["i", [2], 7, "0000000000000000ffffffffffffffff"],
  ]);
});
