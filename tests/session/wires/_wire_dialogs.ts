/**
 * Calls over a platform's wire, without its socket.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import type { AudioFormat } from "../../../src/session/audio_format.ts";
import type { RoleSettings } from "../../../src/session/roles.ts";
import {
  type Wire,
  WireDialog,
} from "../../../src/session/wires/wire_dialog.ts";
import { anyText } from "../../protocol/_refusals.ts";
import { fakeDeps, runSession, settle, timeless } from "../_fakes.ts";
import { SilentClient, wireDeps } from "../_calls.ts";

/** What a platform sends. */
export type Said = string | Uint8Array;

/** How a dialog is made. */
export interface DialogOptions {
  readonly settings?: Partial<RoleSettings>;
  readonly deps?: ReturnType<typeof fakeDeps>;
}

/** A dialog over a wire; everything it tells is remembered. */
export function openDialog(
  wire: Wire,
  { settings = {}, deps = fakeDeps() }: DialogOptions = {},
) {
  const client = new SilentClient();
  const given = wireDeps(settings, deps);
  const dialog = new WireDialog(client, given.deps, wire);
  return { client, dialog, ...given };
}

/** Receives one message. */
export function say(dialog: WireDialog, message: Said): void {
  if (typeof message === "string") dialog.receiveText(message);
  else dialog.receiveAudio(message);
}

/** A whole call, ended as most platforms do: the socket closes. */
export async function runCall(
  wire: Wire,
  said: Iterable<Said>,
  options: DialogOptions = {},
) {
  const call = openDialog(wire, options);
  for (const message of said) say(call.dialog, message);
  call.dialog.end();
  await settle();
  return call;
}

/** The code with which a call is refused or broken off. */
export async function refusalOf(
  wire: Wire,
  said: Iterable<Said>,
  options: DialogOptions = {},
) {
  const { client, sink } = await runCall(wire, said, options);
  const code = client.closed?.reason;
  const [end] = sink.ends;
  if (end) assert(end.reason === "fault", end.reason);
  else assertEquals(sink.refusals.map(({ code }) => code as string), [code]);
  const reason = end?.message ?? sink.refusals[0]!.reason;
  return { code, closeCode: client.closed?.code, reason };
}

/**
 * Law 3 through a wire: its windows are those of a native session with the same
 * bytes of the channels that are analysed.
 */
export async function assertSameWindows(
  call: Awaited<ReturnType<typeof runCall>>,
  format: AudioFormat,
  bytes: Uint8Array,
): Promise<void> {
  assertEquals(call.client.sent, []);
  const native = await runSession(format, [bytes]);
  assert(native.predictions.length > 3);
  assertEquals(timeless(call.sink.predictions), timeless(native.predictions));
  const [end] = call.sink.ends;
  assert(end !== undefined && end.reason !== "fault");
  assertEquals(end.report, native.report);
}

const STORM_RUNS = 1_000;
const MESSAGES_A_RUN = 20;

/**
 * Storms a wire with 20,000 messages, its own ones, mutated and random ones and
 * audio of odd sizes: each dialog goes on, or ends in the way of the platform
 * and leaves nothing behind.
 */
export async function assertStormIsAnswered(
  createWire: () => Wire,
  texts: readonly string[],
  options: DialogOptions = {},
): Promise<void> {
  const message = fc.oneof(
    { weight: 3, arbitrary: anyText(texts) },
    { weight: 1, arbitrary: fc.nat(700).map((size) => new Uint8Array(size)) },
  );
  const storm = fc.array(message, {
    minLength: MESSAGES_A_RUN,
    maxLength: MESSAGES_A_RUN,
  });
  await fc.assert(
    fc.asyncProperty(storm, async (said) => {
      let call = openDialog(createWire(), options);
      for (const message of said) {
        say(call.dialog, message);
        if (call.client.closed === undefined) continue;
        await assertOver(call);
        call = openDialog(createWire(), options);
      }
      call.dialog.end();
      await assertOver(call);
    }),
    { numRuns: STORM_RUNS },
  );
}

async function assertOver(call: ReturnType<typeof openDialog>): Promise<void> {
  const { client, sink, ended, internalFaults, budget } = call;
  call.dialog.end();
  await settle();
  assertEquals([client.sent, internalFaults], [[], []]);
  assert(client.closed !== undefined && client.closed.code !== 1011);
  assertEquals(ended, ["end"]);
  assertEquals(budget.heldBytes, 0);
  assertEquals(sink.ends.length, sink.calls.length);
  assert(sink.calls.length + sink.refusals.length <= 1);
}
