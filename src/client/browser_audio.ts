/**
 * The part of a browser that a microphone needs; a test hands in its own.
 *
 * The types are those of the Web Audio and the Media Capture API, as far as they
 * are used: the client is also read where there is no browser.
 *
 * @module
 */

/** One track of what a device hears. */
export interface AudioTrack {
  onended: (() => void) | null;
  stop(): void;
}

/** What a device hears. */
export interface AudioDevice {
  getAudioTracks(): AudioTrack[];
}

/** A node of the audio graph. */
export interface AudioGraphNode {
  connect(node: AudioGraphNode): unknown;
  disconnect(): void;
}

/** A node whose code runs on the audio thread. */
export interface WorkletNode extends AudioGraphNode {
  readonly port: {
    onmessage: ((event: { readonly data: Float32Array }) => void) | null;
    close(): void;
  };
}

/** Where audio is processed. */
export interface AudioGraph {
  readonly sampleRate: number;
  readonly destination: AudioGraphNode;
  readonly audioWorklet?: { addModule(url: string): Promise<void> };
  createMediaStreamSource(device: AudioDevice): AudioGraphNode;
  resume(): Promise<void>;
  close(): Promise<void>;
}

/** The parts of a browser by which it hears. */
export interface BrowserAudio {
  /** Where devices are asked for. */
  readonly navigator?: {
    readonly mediaDevices?: {
      getUserMedia(constraints: object): Promise<AudioDevice>;
    };
  };
  /** Makes graphs. */
  readonly AudioContext?: new (
    options?: { readonly sampleRate?: number },
  ) => AudioGraph;
  /** Makes nodes of a module that was added to a graph. */
  readonly AudioWorkletNode?: new (
    graph: AudioGraph,
    name: string,
    options: object,
  ) => WorkletNode;
}
