import { useEffect, useRef } from "preact/hooks";
import type { Role } from "../../protocol/native/messages.ts";
import type { Spectrogram } from "../audio/spectrogram.ts";
import { SpectrogramCanvas } from "../chart/spectrogram_canvas.ts";

/** What the model sees of a channel, scrolling. */
export function SpectrogramView(
  { role, spectrogram }: { role: Role; spectrogram: Spectrogram },
) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const drawing = new SpectrogramCanvas(canvas.current!, spectrogram);
    return () => drawing.destroy();
  }, [spectrogram]);
  return (
    <figure class="spectrogram">
      <canvas
        ref={canvas}
        role="img"
        aria-label={`Spectrogram of the ${role}, the last 30 seconds`}
      />
      <figcaption>
        What the model sees: loudness in 64 bands from 60 to 4,000 Hz, the last
        30 seconds
      </figcaption>
    </figure>
  );
}
