/** What the module exports. */
export { power } from "./fft";
export { logarithm, melRows } from "./log_mel";
export { resample } from "./resample";
export { background, movement } from "./speech";
