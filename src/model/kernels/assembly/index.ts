/** What the module exports. */
export { packPanels, packTransposedPanels } from "./product";
export { convolve, pad } from "./convolution";
export { convolveBack } from "./convolution_back";
export { convolveFilter } from "./convolution_filter";
export { lstm, lstmBack } from "./lstm";
export {
  inputGradient,
  scaleShiftRelu,
  sumGradients,
  sumMoments,
} from "./batch_norm";
export { encode } from "./encode";
export { score } from "./score";
export { orthogonalise } from "./orthogonalise";
