import { assertEquals, assertThrows } from "@std/assert";
import { interleave } from "../../src/audio/interleaved.ts";
import { ProtocolError } from "../../src/protocol/protocol_error.ts";
import { ChannelGroup } from "../../src/session/channel_group.ts";
import { WindowPlan } from "../../src/session/window_plan.ts";
import { fakeModel } from "./_fakes.ts";
import { chunks, silence, speechLike } from "./_signals.ts";

const plan = new WindowPlan(fakeModel());

function createGroup() {
  return new ChannelGroup(
    {
      encoding: "pcm_f32le",
      sampleRateHz: 8_000,
      channels: [{ role: "customer" }, { role: "agent" }],
    },
    fakeModel(),
    plan,
  );
}

/** Slices of `seconds` of a customer who speaks and an agent who does not. */
function* slices(seconds: number) {
  const samples = interleave([
    speechLike(seconds, 8_000),
    silence(seconds, 8_000),
  ]);
  yield* chunks(new Uint8Array(samples.buffer), [3_840 * 8]);
}

/** A group that has heard them. */
function heard(seconds: number) {
  const group = createGroup();
  for (const slice of slices(seconds)) group.push(slice);
  return group;
}

Deno.test("ChannelGroup counts what it has heard, and the windows due", () => {
  const group = heard(1.5);
  assertEquals(group.count, 2);
  assertEquals(group.heardBytes, 1.5 * 8_000 * 8);
  assertEquals(group.dueCount, 2);
});

Deno.test("ChannelGroup finds for each channel what that channel sounds like", async () => {
  const group = heard(1.5);
  const [customer, agent] = await group.judge(plan.span(0));
  assertEquals(customer!.state === "no_speech", false);
  assertEquals(agent!.state, "no_speech");
  const summary = group.summary();
  assertEquals(
    summary.map(({ channel, role, speechWindows }) => [
      channel,
      role,
      speechWindows,
    ]),
    [[0, "customer", 1], [1, "agent", 0]],
  );
});

Deno.test("ChannelGroup hears its own audio alone, though all calls of a format share buffers", async () => {
  const [group, other] = [createGroup(), createGroup()];
  for (const slice of slices(1.5)) {
    group.push(slice);
    other.push(new Uint8Array(slice.length));
  }
  assertEquals(
    await group.judge(plan.span(0)),
    await heard(1.5).judge(plan.span(0)),
  );
  const [customer] = await other.judge(plan.span(0));
  assertEquals(customer!.state, "no_speech");
});

Deno.test("ChannelGroup.finish() pads the last window, so that it can be judged", async () => {
  const group = heard(1.6);
  const span = group.finish(2);
  assertEquals(span, { first: 0, end: 18 });
  assertEquals((await group.judge(span!)).length, 2);
});

Deno.test("ChannelGroup.finish() has no window when all audio is covered", () => {
  assertEquals(createGroup().finish(0), undefined);
});

Deno.test("ChannelGroup refuses an impossible amplitude and counts none of it", () => {
  const group = createGroup();
  const { code } = assertThrows(
    () => group.push(new Uint8Array(Float32Array.of(0, NaN).buffer)),
    ProtocolError,
  );
  assertEquals(code, "bad_audio");
  assertEquals(group.heardBytes, 0);
});
