/**
 * A computation as nodes and constants, the way an ONNX file holds it.
 *
 * @module
 */

/** A constant of the graph: float32, or int64 where a shape or an axis is meant. */
export interface GraphConstant {
  readonly name: string;
  readonly shape: readonly number[];
  /** Row-major. */
  readonly values: Float32Array | BigInt64Array;
}

/** A whole number, a list of them, or a word. */
export type Attribute = number | readonly number[] | string;

/** One operator. */
export interface GraphNode {
  /** As the ONNX operator set names it. */
  readonly operator: string;
  readonly inputs: readonly string[];
  /** What it computes; it has the node's name. */
  readonly output: string;
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** A float32 array that goes into the graph or comes out of it. */
export interface GraphPort {
  readonly name: string;
  /** Lengths; a name stands for any length. */
  readonly shape: readonly (number | string)[];
  readonly meaning: string;
}

/** A whole computation. */
export interface Graph {
  readonly name: string;
  readonly inputs: readonly GraphPort[];
  readonly outputs: readonly GraphPort[];
  /** Each after those whose outputs it takes. */
  readonly nodes: readonly GraphNode[];
  readonly constants: readonly GraphConstant[];
}

/** In the shape that a `Reshape` is given: as long as before. */
export const SAME = 0;

/** Collects nodes and constants; what it returns is the name of a value. */
export class GraphBuilder {
  readonly #prefix: string;
  readonly nodes: GraphNode[] = [];
  readonly constants: GraphConstant[] = [];

  /** @param prefix Begins the name of all that is added. */
  constructor(prefix = "") {
    this.#prefix = prefix;
  }

  /** Takes over what another collected. */
  include({ nodes, constants }: GraphBuilder): void {
    this.nodes.push(...nodes);
    this.constants.push(...constants);
  }

  /** Adds a float32 constant. */
  weights(
    name: string,
    shape: readonly number[],
    values: Float32Array,
  ): string {
    return this.#constant({ name, shape, values });
  }

  /** Adds one float32 number. */
  scalar(name: string, value: number): string {
    return this.weights(name, [], Float32Array.of(value));
  }

  /** Adds a list of int64. */
  integers(name: string, values: readonly number[]): string {
    const shape = [values.length];
    return this.#constant({
      name,
      shape,
      values: BigInt64Array.from(values, BigInt),
    });
  }

  /** Adds an operator whose one used output has the name. */
  node(
    name: string,
    operator: string,
    inputs: readonly string[],
    attributes: GraphNode["attributes"] = {},
  ): string {
    const output = this.#prefix + name;
    this.nodes.push({ operator, inputs, output, attributes });
    return output;
  }

  #constant(constant: GraphConstant): string {
    const name = this.#prefix + constant.name;
    this.constants.push({ ...constant, name });
    return name;
  }
}
