/** The load as a user starts it: own processes, real sockets, the shipped model. */
import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { answers, withFakeServer } from "./_fake_server.ts";
import { OVERLOADED } from "./_fake_line.ts";
import { type Outcome, runScript } from "./_programs.ts";

/** As short as it can be with a few windows measured. */
const SHORT = "--settle 0.5 --ramp 0.2 --duration 1.5".split(" ");

/** A generator on a busy machine may be late: then it must say so, and nothing else is wrong. */
function assertEnd({ code, errors }: Outcome, isValid: boolean): void {
  assertEquals([code, errors === ""], isValid ? [0, true] : [1, false], errors);
  if (!isValid) assertMatch(errors, /^Cannot trust these figures .*\n$/);
}

Deno.test("load starts a server, holds its sessions and tells how, as one object", async () => {
  // The first session stays alone for so long that the server surely tells what it
  // uses, four times a second, in the second half of it.
  const flags = ["--sessions", "3", ...SHORT, "--settle", "1.5"];
  const outcome = await runScript("load", [...flags, "--json"]);
  assertEquals(outcome.lines.length, 1, outcome.errors);
  const result = JSON.parse(outcome.lines[0]!);
  assertEnd(outcome, result.isValid);
  const { sessions, calls, held, refused, lost, skipped } = result;
  assertEquals([sessions, calls, held, skipped], [3, 3, 3, 0]);
  assertEquals([refused, lost], [[], []]);
  const { expected, received, speechShare } = result.predictions;
  assertEquals([received, speechShare], [expected, 1]);
  // In 4.7 s the first session gets at most eight windows, the others, in 3.2, five.
  assert(expected >= 3 && expected <= 18, `${expected}`);
  const { latencyMs, eventLoopDelayMs, generator, server, machine } = result;
  for (const figures of [latencyMs, eventLoopDelayMs, generator.latenessMs]) {
    const { p50, p95, p99, max } = figures;
    assert(0 <= p50 && p50 <= p95 && p95 <= p99 && p99 <= max && max > 0);
  }
  assert(server.cores > 0 && generator.cores > 0);
  for (const { firstBytes, allBytes } of [server.rss, server.heap]) {
    assert(firstBytes > 1e6 && allBytes > 1e6);
  }
  assertEquals(server.growthPerMinute.tensors, 0);
  assert(machine.cores > 0 && machine.deno === Deno.version.deno);
  assertMatch(result.date, /^\d{4}-\d\d-\d\dT/);
  assertStringIncludes(result.command, "deno task load --sessions 3 --settle");
});

/** A server with two places, which says something only at the end. */
function twoPlaces(): typeof answers {
  let opened = 0;
  return (message) =>
    message.type === "open" && ++opened > 2 ? [OVERLOADED] : answers(message);
}

Deno.test("load tells of a server elsewhere who was refused and what was not answered", async () => {
  await withFakeServer(async (url) => {
    const flags = ["--url", url, "--sessions", "3", "--encoding", "alaw"];
    const outcome = await runScript("load", [...flags, ...SHORT, "--json"]);
    const result = JSON.parse(outcome.lines[0]!);
    assertEnd(outcome, result.isValid);
    assertEquals([result.sessions, result.held], [3, 2]);
    assertEquals(result.refused, [
      { reason: `overloaded (close 1013): ${OVERLOADED.message}`, calls: 1 },
    ]);
    assertEquals(result.predictions.received, 2); // one to each `close`
    assert(result.predictions.expected > 4);
    // Neither processes of others nor a /healthz that there is not are known.
    assertEquals([result.server, result.eventLoopDelayMs], [null, null]);
  }, twoPlaces());
});

Deno.test("load shows its trials and the limit", async () => {
  await withFakeServer(async (url) => {
    const flags = ["--url", url, "--sessions", "1", "--find-limit"];
    const { lines } = await runScript("load", [...flags, ...SHORT]);
    const end = lines.indexOf("");
    const [head, ...trials] = lines.slice(0, end);
    assertMatch(head!, /^sessions +borne +held/);
    assert(trials.length > 0);
    for (const trial of trials) assertMatch(trial, /^ +1 +(no|unknown) +1 +0 /);
    assertMatch(lines[end + 1]!, /^limit: (at least )?0 sessions$/);
    assertEquals(lines[end + 3], "sessions     1 of 1 held");
  });
});

Deno.test("load says in one line why it cannot", async () => {
  const faults: [args: string[], part: string][] = [
    [["--sessions", "none"], "--sessions must be a whole number"],
    [["--file", "LICENSE"], 'must begin with "RIFF"'],
    [
      ["--url", "ws://127.0.0.1:9/v1/stream", "--sessions", "1", ...SHORT],
      "a prediction must come: Cannot reach ws://127.0.0.1:9",
    ],
  ];
  const outcomes = await Promise.all(
    faults.map(([args]) => runScript("load", args)),
  );
  outcomes.forEach(({ code, lines, errors }, i) => {
    assertEquals([code, lines], [1, []], errors);
    assertStringIncludes(errors, faults[i]![1]);
    assertEquals(errors.trimEnd().split("\n").length, 1, errors);
  });
});
