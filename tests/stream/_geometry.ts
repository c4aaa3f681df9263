/** The numbers of the recipe's network, as the session knows them. */
import type {
  EncoderGeometry,
  WindowSpec,
} from "../../src/stream/window_clock.ts";

export const ENCODER: EncoderGeometry = { blockRows: 25, strideRows: 8 };

export const WINDOWS: WindowSpec = {
  firstEmbeddings: 10,
  strideEmbeddings: 6,
  windowEmbeddings: 35,
};
