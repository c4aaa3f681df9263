/** What the module exports. */
export { power } from "./fft";
export { logarithm, mel, taper } from "./log_mel";
export { resample } from "./resample";
