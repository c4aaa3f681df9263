/** The server where there are no workers: what a host without them does to whoever asks for one. */
Object.defineProperty(globalThis, "Worker", {
  value: class {
    constructor() {
      throw new DOMException(
        "Workers are not to be had here",
        "NotSupportedError",
      );
    }
  },
});
await import("../main.ts");
