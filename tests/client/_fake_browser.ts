/** A browser with one microphone, which hears what the test says. */
import type { BrowserAudio } from "../../src/client/browser_audio.ts";

interface Processor {
  process(inputs: Float32Array[][]): boolean;
  port: { postMessage(chunk: Float32Array): void };
}

type ProcessorClass = new (options: object) => Processor;

/** The audio thread's side of a worklet, run from its own source. */
function processorClass(source: string, name: string): ProcessorClass {
  let found: ProcessorClass | undefined;
  const register = (registered: string, processor: ProcessorClass) => {
    if (registered === name) found = processor;
  };
  class AudioWorkletProcessor {
    port = { postMessage() {} };
  }
  new Function("registerProcessor", "AudioWorkletProcessor", source)(
    register,
    AudioWorkletProcessor,
  );
  return found!;
}

/** What is there, and what became of it. */
export class FakeBrowser {
  readonly constraints: object[] = [];
  readonly modules: string[] = [];
  readonly track = { onended: null as (() => void) | null, isStopped: false };
  readonly rates: number[] = [];
  isClosed = false;
  blocksWorklets = false;
  processor: Processor | undefined;

  /** @param denial What `getUserMedia` throws. */
  browser(rateHz: number, denial?: string): BrowserAudio {
    return browserOf(this, rateHz, denial);
  }

  /** The microphone hears samples, 128 at a time as audio threads do. */
  hear(samples: Float32Array): void {
    for (let at = 0; at < samples.length; at += 128) {
      this.processor!.process([[samples.subarray(at, at + 128)]]);
    }
  }

  /** The device hears nothing yet. */
  hearNothing(): void {
    this.processor!.process([[]]);
  }
}

function browserOf(
  fake: FakeBrowser,
  rateHz: number,
  denial: string | undefined,
): BrowserAudio {
  const { track } = fake;
  const device = {
    getAudioTracks: () => [
      Object.assign(track, { stop: () => void (track.isStopped = true) }),
    ],
  };
  const node = () => ({ connect() {}, disconnect() {} });
  return {
    navigator: {
      mediaDevices: {
        getUserMedia(constraints) {
          fake.constraints.push(constraints);
          return denial === undefined
            ? Promise.resolve(device)
            : Promise.reject(new DOMException("no", denial));
        },
      },
    },
    AudioContext: class {
      readonly sampleRate: number;
      readonly destination = node();
      readonly audioWorklet = {
        async addModule(url: string) {
          if (fake.blocksWorklets) throw new DOMException("no", "AbortError");
          const isOwn = url.startsWith("blob:");
          fake.modules.push(isOwn ? await (await fetch(url)).text() : url);
        },
      };
      constructor({ sampleRate = rateHz } = {}) {
        this.sampleRate = sampleRate;
        fake.rates.push(sampleRate);
      }
      createMediaStreamSource = node;
      resume = () => Promise.resolve();
      close = () => Promise.resolve(void (fake.isClosed = true));
    },
    AudioWorkletNode: class {
      readonly port = {
        onmessage: null as
          | ((event: { readonly data: Float32Array }) => void)
          | null,
        close() {},
      };
      connect() {}
      disconnect() {}
      constructor(_graph: object, name: string, options: object) {
        const Processor = processorClass(fake.modules[0]!, name);
        fake.processor = new Processor(options);
        fake.processor.port.postMessage = (data) =>
          this.port.onmessage?.({ data });
      }
    },
  };
}
