/**
 * A client whose line is cut again and again, and the servers it comes back to:
 * dialogs without sockets, so that a thousand cuts take seconds.
 *
 * @module
 */
import type {
  Checkpoint,
  Closed,
  Open,
  Prediction,
  ServerMessage,
} from "../../../src/protocol/native/messages.ts";
import {
  type AudioFormat,
  bytesPerTick,
} from "../../../src/session/audio_format.ts";
import { NativeDialog } from "../../../src/session/native_dialog.ts";
import { resumption, wireDeps } from "../_calls.ts";
import { FakeClient, FakeClock, fakeDeps, settle } from "../_fakes.ts";

/** One process. */
export class Instance {
  readonly clock = new FakeClock();
  readonly #wire = wireDeps({}, fakeDeps(undefined, this.clock));
  readonly resumption = resumption(this.clock.now);
  readonly sink = this.#wire.sink;
  /** The clock on the wall. */
  wallMs = 0;
  #sessionCount = 0;
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
  }

  /** A line to it. */
  dial(tenant = "default") {
    const client = new FakeClient();
    const sessionId = `${this.#name}-${++this.#sessionCount}`;
    const dialog = new NativeDialog(client, {
      ...this.#wire.deps,
      resumption: this.resumption,
      wallMs: () => this.wallMs,
      sessionId,
      tenant,
    });
    return { client, dialog };
  }
}

/** A whole number below `count`, by chance. */
export type Chance = (count: number) => number;

type Line = ReturnType<Instance["dial"]>;

/** One call, on one line after the other. */
export class CutCall {
  readonly #open: Open;
  readonly #audio: Uint8Array;
  readonly #tickBytes: number;
  readonly #chance: Chance;
  readonly #instances: readonly Instance[];
  #line: Line | undefined;
  #readCount = 0;
  #sessionId: string | undefined;
  #checkpoint: Checkpoint | undefined;
  #generation = 0;
  #sent = 0;
  /** What was heard, each window once. */
  readonly predictions: Prediction[] = [];
  closed: Closed | undefined;
  cutCount = 0;

  constructor(
    format: AudioFormat,
    audio: Uint8Array,
    { instances, chance }: {
      readonly instances: readonly Instance[];
      readonly chance: Chance;
    },
  ) {
    this.#open = { type: "open", version: 1, ...format, resumable: true };
    this.#audio = audio;
    this.#tickBytes = bytesPerTick(format);
    this.#chance = chance;
    this.#instances = instances;
  }

  /** The name of the call, once it has one. */
  get sessionId(): string | undefined {
    return this.#sessionId;
  }

  /** Streams the call to its end, and cuts its line so many times. */
  async run(cuts: number): Promise<void> {
    for (let cut = 0; cut < cuts; cut++) {
      await this.#dial();
      for (let step = this.#chance(8); step > 0; step--) await this.#step();
      await this.#cut();
    }
    await this.#dial();
    while (this.closed === undefined) await this.#step();
  }

  async #dial(): Promise<void> {
    const { dialog, client } = this.#line = this.#instance().dial();
    this.#readCount = 0;
    this.#sent = (this.#checkpoint?.fromSample ?? 0) * this.#tickBytes;
    const state = this.#checkpoint;
    const resume = state && {
      sessionId: this.#sessionId!,
      generation: ++this.#generation,
      fromSample: state.fromSample,
      state: state.state,
    };
    const open: Open = resume ? { ...this.#open, resume } : this.#open;
    dialog.receiveText(JSON.stringify(open));
    if (this.#chance(3) > 0) await this.#read(client.messages.length);
  }

  /** Says something more: audio, cut anywhere, or the end of it. */
  async #step(): Promise<void> {
    const { dialog, client } = this.#line!;
    const leftBytes = this.#audio.length - this.#sent;
    if (leftBytes > 0) {
      const most = Math.ceil(leftBytes / this.#tickBytes);
      const ticks = 1 + this.#chance(Math.min(most, 12_000));
      const bytes = Math.min(leftBytes, ticks * this.#tickBytes);
      dialog.receiveAudio(this.#audio.slice(this.#sent, this.#sent + bytes));
      this.#sent += bytes;
    } else dialog.receiveText('{"type":"close"}');
    if (this.#chance(3) === 0) await settle();
    await this.#read(client.messages.length);
    if (leftBytes === 0) {
      await settle();
      await this.#read(client.messages.length);
    }
  }

  /** Loses the line, and of what was on its way any part; the server hears of it now or later. */
  async #cut(): Promise<void> {
    const { dialog, client } = this.#line!;
    this.cutCount++;
    if (this.#chance(4) === 0) await settle();
    const unread = client.messages.length - this.#readCount;
    await this.#read(this.#readCount + this.#chance(unread + 1));
    if (this.#chance(4) > 0) dialog.end();
    else this.#halfOpen.push(dialog);
    if (this.#chance(2) === 0) this.#halfOpen.splice(0).forEach((d) => d.end());
    for (const { clock } of this.#instances) clock.nowMs += this.#chance(9_000);
  }
  readonly #halfOpen: NativeDialog[] = [];

  #read(until: number): Promise<void> {
    const { messages } = this.#line!.client;
    for (; this.#readCount < until; this.#readCount++) {
      this.#hear(messages[this.#readCount]!);
    }
    return Promise.resolve();
  }

  #hear(message: ServerMessage): void {
    switch (message.type) {
      case "opened":
        this.#sessionId = message.sessionId;
        if (message.generation === this.#generation) return;
        throw new Error(`generation ${message.generation}`);
      case "prediction":
        if (this.#isKnown(message)) return;
        return void this.predictions.push(message);
      case "checkpoint":
        return void (this.#checkpoint = message);
      case "closed":
        return void (this.closed = message);
      default:
        throw new Error(JSON.stringify(message));
    }
  }

  #isKnown({ channel, index }: Prediction): boolean {
    return this.predictions.some((known) =>
      known.channel === channel && known.index === index
    );
  }

  #instance(): Instance {
    return this.#instances[this.#chance(this.#instances.length)]!;
  }
}
