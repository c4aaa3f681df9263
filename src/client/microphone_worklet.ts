/**
 * What runs on a browser's audio thread: it gathers samples into chunks.
 *
 * It is text, as the audio thread loads it by a URL of its own: one made of this
 * text, or the file `microphone_worklet.js` of the package, for pages whose
 * Content-Security-Policy allows no `blob:` in `script-src`.
 *
 * @module
 */

/** The name by which the audio thread knows it. */
export const WORKLET_NAME = "undertone-microphone";

/** A module for `audioWorklet.addModule`. */
export const WORKLET_SOURCE = `registerProcessor(
  "${WORKLET_NAME}",
  class extends AudioWorkletProcessor {
    constructor({ processorOptions: { chunkSamples } }) {
      super();
      this.chunk = new Float32Array(chunkSamples);
      this.count = 0;
    }
    process([[samples]]) {
      for (let at = 0; samples && at < samples.length;) {
        const part = samples.subarray(at, at + this.chunk.length - this.count);
        this.chunk.set(part, this.count);
        this.count += part.length;
        at += part.length;
        if (this.count === this.chunk.length) this.send();
      }
      return true;
    }
    send() {
      const { chunk } = this;
      this.chunk = new Float32Array(chunk.length);
      this.count = 0;
      this.port.postMessage(chunk, [chunk.buffer]);
    }
  },
);
`;
