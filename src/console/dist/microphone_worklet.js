registerProcessor(
  "undertone-microphone",
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
