import { assertEquals } from "@std/assert";
import type { Fields } from "../../src/protocol/fields.ts";
import { createListeningRoute } from "../../src/server/listening_route.ts";
import type { WireRequest } from "../../src/server/wire_route.ts";
import { SERVABLE, wireRoutes } from "../../src/server/wire_routes.ts";
import { SilentClient, wireDeps } from "../session/_calls.ts";

const CREDENTIAL = "sixteen-letters-and-more";
const SETTINGS = { served: [], isOpen: false, credential: CREDENTIAL };

function request(fields: Partial<WireRequest> = {}): WireRequest {
  return { headers: new Headers(), target: "/v1/livekit", ...fields };
}

Deno.test("createListeningRoute() gives a wire the parameters of the URL", () => {
  const seen: Fields[] = [];
  const route = createListeningRoute("livekit", {
    wire(parameters) {
      seen.push(parameters);
      return { platform: "livekit", listen: () => ({ hearText() {} }) };
    },
  }, SETTINGS);
  const target = "/v1/livekit/secret?callId=a%20room&roles=track=customer";
  route.create(new SilentClient(), wireDeps().deps, request({ target }));
  assertEquals(seen, [{ callId: "a room", roles: "track=customer" }]);
});

for (
  const platform of [
    "vonage",
    "asterisk",
    "freeswitch",
    "jambonz",
    "livekit",
  ] as const
) {
  Deno.test(`wireRoutes() has a door for ${platform} that asks for the credential of this server`, () => {
    assertEquals(SERVABLE.includes(platform), true);
    const [route, ...others] = wireRoutes({ ...SETTINGS, served: [platform] });
    assertEquals([route!.platform, others], [platform, []]);
    const refusal = (fields: Partial<WireRequest>) =>
      route!.admit(request(fields)).refusal;
    const basic = btoa(`undertone:${CREDENTIAL}`);
    assertEquals(
      [
        { credential: CREDENTIAL },
        { headers: new Headers({ authorization: `Basic ${basic}` }) },
        { headers: new Headers({ authorization: `Bearer ${CREDENTIAL}` }) },
      ].map(refusal),
      [undefined, undefined, undefined],
    );
    assertEquals(refusal({}), "the request carries no credential");
    assertEquals(
      refusal({ credential: "x".repeat(CREDENTIAL.length) }),
      "the request carries a wrong credential",
    );
    const [open] = wireRoutes({ served: [platform], isOpen: true });
    assertEquals(open!.admit(request()).refusal, undefined);
  });
}

Deno.test("wireRoutes() agrees to the subprotocols that platforms ask for", () => {
  const protocolsOf = (platform: "asterisk" | "freeswitch" | "jambonz") =>
    wireRoutes({ ...SETTINGS, served: [platform] })[0]!.protocols;
  assertEquals(protocolsOf("asterisk"), ["media"]);
  assertEquals(protocolsOf("jambonz"), ["audio.jambonz.org"]);
  assertEquals(protocolsOf("freeswitch"), [
    "audio.drachtio.org",
    "audio.jambonz.org",
  ]);
});
