/** The part of the package `wav-decoder` that this project calls; it ships no types. */
declare const wavDecoder: {
  readonly decode: {
    /**
     * @param file A whole WAV file.
     * @param options `symmetric`: both signs are divided by the same number.
     */
    sync(
      file: ArrayBuffer,
      options: { readonly symmetric: boolean },
    ): { readonly channelData: Float32Array<ArrayBuffer>[] };
  };
};
export default wavDecoder;
