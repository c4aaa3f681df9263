/**
 * Answers a call of Twilio's: Undertone hears the caller, who is put through.
 *
 *     STREAM_URL=wss://voice.example.com/v1/twilio DIAL=+15550100 \
 *       deno run --allow-net --allow-env examples/twilio_answer.ts
 *
 * Give Twilio the URL of this server, behind TLS, as the number's "A call comes
 * in" webhook; docs/wires/twilio.md tells how Undertone itself is set up.
 */
const url = Deno.env.get("STREAM_URL");
const number = Deno.env.get("DIAL");
if (!url || !number) {
  console.error("STREAM_URL and DIAL must be set");
  Deno.exit(2);
}

/** Copies what the caller says to Undertone, then calls the agent. */
const ANSWER = `<?xml version="1.0" encoding="UTF-8"?>
<Response>
  <Start>
    <Stream url="${escaped(url)}" track="inbound_track" />
  </Start>
  <Dial>${escaped(number)}</Dial>
</Response>
`;

Deno.serve(
  {
    port: Number(Deno.env.get("PORT") ?? 8002),
    onListen: ({ port }) => console.log(`answers calls on port ${port}`),
  },
  () => new Response(ANSWER, { headers: { "content-type": "text/xml" } }),
);

function escaped(text: string): string {
  const names: Record<string, string> = { "&": "amp", "<": "lt", '"': "quot" };
  return text.replaceAll(/[&<"]/g, (sign) => `&${names[sign]};`);
}
