/** What the module exports. */
export { addProduct, packPanels, packTransposedPanels } from "./product";
export { convolve, pad } from "./convolution";
export { convolveBack } from "./convolution_back";
export { convolveFilter } from "./convolution_filter";
export { lstm, lstmBack, recur } from "./lstm";
export {
  inputGradient,
  scaleShiftRelu,
  sumGradients,
  sumMoments,
} from "./batch_norm";
export { pool } from "./pool";
export { finish, standardise } from "./rows";
export { orthogonalise } from "./orthogonalise";
