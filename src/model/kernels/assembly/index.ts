/** What the module exports. */
export { packPanels, packTransposedPanels } from "./product";
export { convolve, convolveBack, convolveFilter } from "./convolution";
export { lstm, lstmBack } from "./lstm";
export {
  inputGradient,
  scaleShiftRelu,
  sumGradients,
  sumMoments,
} from "./batch_norm";
