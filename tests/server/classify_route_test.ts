import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { encodeWav } from "../../src/audio/wav.ts";
import { TenantLimiter } from "../../src/server/access/tenant_limiter.ts";
import { createApp } from "../../src/server/app.ts";
import { MAX_FILE_BYTES, MAX_FILES } from "../../src/server/classify_route.ts";
import {
  fakeModel,
  fakeScore,
  runSession,
  timeless,
} from "../session/_fakes.ts";
import { chunks, pcm16, speechLike } from "../session/_signals.ts";
import { appDeps, serve } from "./_server.ts";

const SPEECH = speechLike(3);
const FILE = encodeWav({ sampleRateHz: 16_000, channels: [SPEECH] });

function post(
  body: BodyInit,
  { query = "", deps = appDeps().deps } = {},
) {
  return createApp(deps).request(`/v1/classify${query}`, {
    method: "POST",
    body,
  });
}

/** The file with some of its header's fields changed. */
function fileWith(changes: readonly [at: number, value: number][]) {
  const file = FILE.slice();
  const view = new DataView(file.buffer);
  for (const [at, value] of changes) view.setUint16(at, value, true);
  return file;
}

Deno.test("POST /v1/classify gives the predictions of streaming the file", async () => {
  const response = await post(FILE);
  assertEquals(response.status, 200);
  const { predictions, summary } = await response.json();
  const streamed = await runSession({
    encoding: "pcm_s16le",
    sampleRateHz: 16_000,
    channels: [{ role: "customer" }],
  }, chunks(pcm16(SPEECH), [640]));
  assertEquals(timeless(predictions), timeless(streamed.predictions));
  assertEquals(summary, streamed.report!.summary);
});

Deno.test("POST /v1/classify takes roles", async () => {
  const response = await post(FILE, { query: "?roles=mixed" });
  const { summary } = await response.json();
  assertEquals(summary[0].role, "mixed");
});

Deno.test("POST /v1/classify refuses roles that are none, or too many", async () => {
  const unknown = await post(FILE, { query: "?roles=boss" });
  assertEquals(unknown.status, 400);
  const { error } = await unknown.json();
  assertEquals(error.code, "bad_message");
  assertStringIncludes(error.message, '"boss"');
  const tooMany = await post(FILE, { query: "?roles=customer,agent" });
  assertEquals(tooMany.status, 400);
  assertEquals((await tooMany.json()).error.code, "unsupported_channels");
});

const BAD: readonly [string, BodyInit][] = [
  ["no body", new Uint8Array()],
  ["text", "I am no WAV file, whatever my name is"],
  ["a file cut within its header", FILE.slice(0, 30)],
  ["a file cut within its samples", FILE.slice(0, 20_000)],
  [
    "a file without samples",
    encodeWav({ sampleRateHz: 16_000, channels: [new Float32Array()] }),
  ],
  ["a file of 0 channels", fileWith([[22, 0]])],
  ["a file of 3 channels", fileWith([[22, 3]])],
  ["a file at 7 Hz", fileWith([[24, 7]])],
  ["a file at 0 Hz", fileWith([[24, 0]])],
  ["a file whose header claims 2 GB", fileWith([[40, 0], [42, 0x7fff]])],
  ["a file of 12 bits", fileWith([[34, 12]])],
  ["a file with blocks of no bytes", fileWith([[32, 0]])],
];

for (const [name, body] of BAD) {
  Deno.test(`POST /v1/classify answers ${name} with 400 and a reason`, async () => {
    const { deps, internalFaults } = appDeps();
    const response = await post(body, { deps });
    assertEquals(response.status, 400);
    const { error } = await response.json();
    assertEquals(error.code, "bad_audio");
    assertStringIncludes(error.message, "Cannot read WAV as ");
    assert(!error.message.includes("\n"));
    assertEquals(internalFaults, []);
  });
}

Deno.test("POST /v1/classify refuses a body that says it is over 64 MiB", async () => {
  const response = await createApp(appDeps().deps).request("/v1/classify", {
    method: "POST",
    body: "x",
    headers: { "content-length": `${MAX_FILE_BYTES + 1}` },
  });
  assertEquals(response.status, 413);
  assertEquals((await response.json()).error.code, "message_too_large");
});

Deno.test("POST /v1/classify stops reading a body that does not say its size", async () => {
  let pulled = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      pulled += 4 * 1_048_576;
      controller.enqueue(new Uint8Array(4 * 1_048_576));
    },
  });
  const response = await post(endless);
  assertEquals(response.status, 413);
  assert(pulled <= MAX_FILE_BYTES + 3 * 4 * 1_048_576, `${pulled}`);
});

Deno.test("POST /v1/classify is not ready before the model is", async () => {
  const { deps } = appDeps();
  const response = await post(FILE, {
    deps: {
      ...deps,
      readiness: () => ({ isReady: false, reasons: ["loading_model"] }),
    },
  });
  assertEquals(response.status, 503);
  const { error } = await response.json();
  assertEquals(error.code, "not_ready");
  assertStringIncludes(error.message, "loading_model");
});

Deno.test("POST /v1/classify hides a fault of the model, and reports it", async () => {
  const model = fakeModel(() => Promise.reject(new Error("secret")));
  const { deps, internalFaults } = appDeps(model);
  const response = await post(FILE, { deps });
  assertEquals(response.status, 500);
  assert(!(await response.text()).includes("secret"));
  assertEquals(internalFaults.length, 1);
});

Deno.test("POST /v1/classify takes a few files at a time", async () => {
  const gate = Promise.withResolvers<void>();
  const { deps } = appDeps(fakeModel(async (request) => {
    await gate.promise;
    return await fakeScore(request);
  }));
  const app = createApp(deps);
  const request = () =>
    app.request("/v1/classify", { method: "POST", body: FILE });
  const running = Array.from({ length: MAX_FILES }, request);
  const refused = await request();
  assertEquals(refused.status, 503);
  assertEquals((await refused.json()).error.code, "overloaded");
  gate.resolve();
  for (const response of await Promise.all(running)) {
    assertEquals(response.status, 200);
  }
});

Deno.test("POST /v1/classify answers over a real port", async () => {
  await using server = serve();
  const response = await fetch(`${server.httpUrl}/v1/classify`, {
    method: "POST",
    body: FILE,
  });
  assertEquals(response.status, 200);
  const { predictions } = await response.json();
  assertEquals(predictions.length, 6);
});

Deno.test("POST /v1/classify makes a tenant wait that has sent too much, and says for how long", async () => {
  const { deps } = appDeps();
  const limits = { sessions: 1, audioRate: 0.01, requestsPerMinute: 9 };
  const limiter = new TenantLimiter({ keys: [], limits, now: () => 0 });
  const limited = { deps: { ...deps, limiter } };
  assertEquals((await post(FILE, limited)).status, 200);
  const response = await post(FILE, limited);
  assertEquals(response.status, 429);
  assertEquals(response.headers.get("retry-after"), "240");
  assertEquals((await response.json()).error.code, "too_much_audio");
});
